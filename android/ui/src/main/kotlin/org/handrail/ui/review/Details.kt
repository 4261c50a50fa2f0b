package org.handrail.ui.review

import org.handrail.Detail
import org.handrail.DetailValue
import org.handrail.LineConcept
import org.handrail.PreviewLine
import org.handrail.ui.words.Strings
import org.handrail.ui.words.TextArguments
import org.handrail.ui.words.word

private const val SHEET = "review-sheet"

/** What the lines that follow are about. */
internal fun Strings.heading(line: PreviewLine): String {
    val sheet = line.details.firstOrNull { it.label == SHEET }?.value as? DetailValue.Choice
    return say((if (sheet != null) "sheet-" + sheet.word else "review-concept-" + concept(line)).replace('_', '-'))
}

/** A line's own words, and below them everything that goes with it, as on paper. */
internal fun Strings.below(line: PreviewLine): List<Pair<String, String>> =
    line.details.filter { it.label != SHEET }.map { said(line, it) }

// Only the meeting is called something else in the words: it is a session there.
private fun concept(line: PreviewLine) = if (line.id.concept == LineConcept.MEETING) "session" else line.id.concept.word()

private fun Strings.said(line: PreviewLine, detail: Detail): Pair<String, String> {
    val label = { say(detail.label) }
    return when (val value = detail.value) {
        is DetailValue.Words -> label() to apart(value.text)
        is DetailValue.Choice -> label() to choice(line, detail.label, value.word)
        is DetailValue.Number -> label() to outOf("%d".format(locale, value.value), value.of)
        is DetailValue.Mean -> label() to outOf("%.1f".format(locale, value.value), value.of)
        is DetailValue.Day -> label() to day(value.day)
        is DetailValue.Time -> label() to time(value.time)
        is DetailValue.Rating -> value.sign to outOf("%d".format(locale, value.value), value.of)
        is DetailValue.Labelled -> value.label to value.text
        is DetailValue.Sums -> day(value.day) to value.sums.joinToString(" · ") { say(it.label) + ": " + number(it.value) }
    }
}

private fun Strings.outOf(value: String, of: Long?) = if (of == null) value else say("export-rating-of", "value" to value, "of" to of)

private fun Strings.number(value: Double) = if (value % 1.0 == 0.0) "%.0f".format(locale, value) else "%.1f".format(locale, value)

/** The text of a known word: that of the field it comes from. */
private fun Strings.choice(line: PreviewLine, label: String, word: String): String {
    val field = when (label) {
        "review-state" -> concept(line) + "-state"
        "review-result" -> if (line.id.concept == LineConcept.STEP_RESULT) "step-result-result" else "homework-result-result"
        "review-obstacle" -> "homework-result-obstacle"
        "review-origin" -> "homework-origin"
        "review-helped" -> "coping-entry-helped"
        "review-plan-part" -> "plan-line-part"
        else -> label
    }
    val id = "$field-$word".replace('_', '-')
    return if (TextArguments.of(id) == null) word else say(id)
}
