package org.handrail.ui.words

import java.time.LocalDate
import java.time.LocalTime
import java.time.format.DateTimeFormatter
import java.time.format.DecimalStyle
import java.time.format.FormatStyle
import java.time.temporal.ChronoUnit
import java.util.Locale
import org.handrail.ClientWord
import org.handrail.CivilDate
import org.handrail.CivilTime
import org.handrail.HomeworkWord
import org.handrail.Message
import org.handrail.MessageValue
import org.handrail.Wording

/** The texts of one language as the phone keeps them: with places for what is put in, `%1$s`. */
public interface Texts {
    /** The text, or null where there is none. */
    public fun text(id: String): String?

    /** The text in the form that goes with a number, or null where there is none. */
    public fun plural(id: String, count: Long): String?

    /** Language and country that days, times and numbers are written for. */
    public val locale: Locale
}

/**
 * What the screens say. Ids are those of `core/content/words`; what a programme calls things is put in by itself.
 *
 * @property today the person's day, from the record: their day may begin at three in the night.
 */
public class Strings(
    private val texts: Texts,
    private val wording: Wording? = null,
    private val today: () -> LocalDate? = { null },
) {
    /** Language and country that days, times and numbers are written for. */
    public val locale: Locale get() = texts.locale

    private val rightToLeft = texts.locale.language in setOf("ar", "fa", "he", "iw", "ur")

    // Days and times in the same digits as numbers.
    private val digits = DecimalStyle.of(texts.locale)
    private val programme: Map<String, String> by lazy(::programmeWords)

    /** A sentence of the interface. [with] are its variables: words of a person, whole numbers, days and times already written. */
    public fun say(id: String, vararg with: Pair<String, Any>): String = filled(id, with.toMap().mapValues { (_, value) -> shown(value) }, with.toMap())

    /** What the core says. */
    public fun say(message: Message): String {
        val given = message.args.associate { it.name to it.value }
        val counts = given.mapValues { (_, value) -> (value as? MessageValue.Number)?.number ?: value }
        return filled(message.id, given.mapValues { (_, value) -> shown(value) }, counts)
    }

    private fun filled(id: String, given: Map<String, String>, counts: Map<String, Any>): String {
        val order = TextArguments.of(id) ?: return "\u27e8$id\u27e9"
        val count = TextArguments.plural(id)?.let { counts[it] as? Number }
        val text = (if (count != null) texts.plural(id, count.toLong()) else texts.text(id)) ?: return "\u27e8$id\u27e9"
        if (order.isEmpty()) return text
        val values = order.map { given[it] ?: programme[it] ?: "{\$$it}" }
        return text.format(locale, *values.toTypedArray())
    }

    private fun shown(value: Any): String = when (value) {
        is Number -> "%d".format(locale, value.toLong())
        is MessageValue.Number -> "%d".format(locale, value.number)
        is MessageValue.Mean -> "%.1f".format(locale, value.number)
        is MessageValue.Day -> day(value.day)
        is MessageValue.Time -> time(value.time)
        is MessageValue.Words -> apart(value.text)
        else -> apart(value.toString())
    }

    /**
     * Words of a person, kept apart from a sentence that may run the other way: first strong isolate, pop (Unicode Annex 9). Isolates
     * and overrides that the words leave open do not reach beyond them.
     */
    public fun apart(words: String): String {
        val other = rightToLeft || words.any { it.directionality() }
        return if (other) "\u2068${words.filterNot { it in MARKS }}\u2069" else words
    }

    /** A day as it stands in a sentence: "Tuesday 24 November", with its year where it is another one. */
    public fun day(day: CivilDate): String {
        val date = LocalDate.parse(day)
        return date.format(DateTimeFormatter.ofPattern(if (date.year == today()?.year) DAY else DAY_AND_YEAR, locale).withDecimalStyle(digits))
    }

    /** A day as it stands alone: "Tomorrow, Tuesday 24 November". */
    public fun dayAlone(day: CivilDate): String {
        val near = when (today()?.let { ChronoUnit.DAYS.between(it, LocalDate.parse(day)) }) {
            0L -> texts.text("date-today")
            1L -> texts.text("date-tomorrow")
            -1L -> texts.text("date-yesterday")
            else -> null
        }
        return if (near == null) day(day) else near + (if (rightToLeft) "\u060c " else ", ") + day(day)
    }

    /** A time of day as this phone writes it, kept left to right. */
    public fun time(time: CivilTime): String =
        "\u2066${LocalTime.parse(time).format(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale).withDecimalStyle(digits))}\u2069"

    /** A day as it stands alone, with its time where there is one. */
    public fun dayAndTime(day: CivilDate, time: CivilTime?): String =
        if (time == null) dayAlone(day) else say("date-day-and-time", "day" to dayAlone(day), "time" to time(time))

    /** A telephone number, which runs from left to right in every language. */
    public fun number(phone: String): String = "\u2066$phone\u2069"

    private fun programmeWords(): Map<String, String> {
        val homework = texts.text("wording-homework-" + (wording?.homework ?: HomeworkWord.HOMEWORK).name.lowercase()).orEmpty()
        val client = texts.text("wording-client-" + (wording?.client ?: ClientWord.CLIENT).name.lowercase()).orEmpty()
        val programme = texts.text("wording-programme-" + (wording?.programme ?: "imr")).orEmpty()
        return mapOf("homework" to homework, "client" to client, "programme" to programme)
            .flatMap { (name, word) -> listOf(name to word, name.capital() to word.capital()) }.toMap()
    }

    private fun String.capital() = replaceFirstChar { it.titlecase(locale) }

    private fun Char.directionality() = when (Character.getDirectionality(this)) {
        Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> true
        else -> this in MARKS
    }

    private companion object {
        const val DAY = "EEEE d MMMM"
        const val DAY_AND_YEAR = "EEEE d MMMM yyyy"
        const val MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    }
}
