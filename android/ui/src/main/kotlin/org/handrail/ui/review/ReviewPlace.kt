package org.handrail.ui.review

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import java.time.LocalDate
import org.handrail.Choices
import org.handrail.Handrail
import org.handrail.LineConcept
import org.handrail.LineId
import org.handrail.PacketPage
import org.handrail.PacketWords
import org.handrail.Period
import org.handrail.PreviewLine
import org.handrail.PreviewPage
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Fold
import org.handrail.ui.kit.FoldedChoice
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

/** One page for a meeting: seen first, and every line of it can be left out. Nothing goes anywhere before the person sends it. */
public data object ReviewPlace : Place {
    override val key: String = "review"

    @Composable
    override fun Screen(shell: Shell) {
        // What is left out is kept as what is typed is: it is still left out after the process ended.
        val typed = typed(shell, first = mapOf("period" to SINCE))
        var page by remember { mutableStateOf<PreviewPage?>(null) }
        var shown by remember { mutableStateOf(false) }
        var anew by remember { mutableIntStateOf(0) }
        val (hidden, period) = typed["hidden"] to typed["period"]
        LaunchedEffect(typed.ready, hidden, period, anew) {
            if (!typed.ready) return@LaunchedEffect
            shell.launch { page = shell.store.read { page(shell.strings, period, hidden) } }
        }
        val view = page
        when {
            view == null -> Page(shell.strings.say("sheet-review")) { Aside(shell.strings.say("shell-loading")) }
            shown -> ShownReview(view) { shown = false }
            else -> ReviewContent(shell, view, typed, show = { shown = true }, anew = { anew++ })
        }
    }
}

private const val SINCE = "since"

private fun Handrail.page(strings: Strings, period: String, hidden: String): PreviewPage {
    val until = thisDay()
    val weeks = period.toLongOrNull()
    val of = if (weeks == null) Period.SinceLastMeeting else Period.FromUntil(LocalDate.parse(until).minusWeeks(weeks).toString(), until)
    return review(of, strings.packetWords()).use { preview(it, Choices(hidden = hidden.lines().mapNotNull(::lineOf))) }
}

private fun lineOf(text: String): LineId? = LineConcept.entries.firstOrNull { it.name == text.substringBefore(' ') }?.let { LineId(it, text.substringAfter(' ')) }

private fun LineId.text() = "${concept.name} $id"

/** The few words of the app's own that go with a page, each place in them standing for itself. */
private fun Strings.packetWords(): PacketWords {
    fun rule(id: String, vararg places: String) = say(id, *places.map { it to ("{$it}" as Any) }.toTypedArray())
    return PacketWords(
        language = locale.toLanguageTag(),
        once = say("review-once"),
        daily = say("review-daily"),
        weekly = say("review-weekly"),
        ifThere = rule("own-rule-there", "sign", "action"),
        ifAtLeast = rule("own-rule-at-least", "sign", "level", "action"),
        ifInARow = rule("own-rule-in-a-row", "sign", "count", "action"),
        ifInARowAtLeast = rule("own-rule-in-a-row-at-least", "sign", "level", "count", "action"),
        ifOfLast = rule("own-rule-of-last", "sign", "count", "out_of", "action"),
        ifOfLastAtLeast = rule("own-rule-of-last-at-least", "sign", "level", "count", "out_of", "action"),
    )
}

@Composable
private fun ReviewContent(shell: Shell, view: PreviewPage, typed: Typed, show: () -> Unit, anew: () -> Unit) {
    val strings = LocalStrings.current
    val packets = view.packets
    val readers = packets.flatMap { it.readBy }
    val sends = readers.isNotEmpty() && packets.any { it.lines.isNotEmpty() } && packets.none(PacketPage::tooLarge)
    val main: @Composable () -> Unit = {
        if (sends) {
            MainButton(strings.say("review-send", "name" to readers.joinToString(" · ") { it.name }), enabled = !shell.busy) {
                shell.save(done = "review-sent-note", then = { shell.goInstead(SentPlace) }) { share(view.preview) }
            }
        } else {
            MainButton(strings.say("review-show")) { show() }
        }
    }
    Page(strings.say("sheet-review"), main = main) {
        if (readers.isEmpty()) Say(strings.say("review-shown-only"))
        for (reader in readers) {
            val day = reader.day
            Say(if (day == null) strings.say(reader.message, "name" to reader.name) else strings.say(reader.message, "name" to reader.name, "day" to strings.day(day)))
        }
        FoldedChoice(
            strings.say("review-period"),
            listOf(SINCE to strings.say("review-period-meeting"), "1" to strings.say("review-period-week"), "4" to strings.say("review-period-month")),
            typed["period"],
        ) { typed["period"] = it }
        for ((number, packet) in packets.withIndex()) {
            if (packet.tooLarge) Say(strings.say("review-too-large"))
            if (packet.lines.isEmpty()) Empty(strings.say("review-empty")) else Say(strings.goesIn(packet.lines))
            for (section in strings.sections(packet.lines)) key(number, section.lines.first().id.text()) { Section(section, typed) }
        }
        Fold(strings.say("review-always"), strings.switchedOn(view.switches)) {
            Aside(strings.say("review-always-more"))
            Switched(shell, view.switches, anew)
        }
        Others(shell, view, sends, show)
    }
}

/** Ways to use the page besides sending it. */
@Composable
private fun Others(shell: Shell, view: PreviewPage, sends: Boolean, show: () -> Unit) {
    val strings = LocalStrings.current
    if (sends) OtherButton(strings.say("review-show"), onClick = show)
    QuietButton(strings.say("review-print")) {
        shell.launch {
            val pages = shell.store.read { view.packets.map { showReview(view.preview, it.id) } }
            pages.forEach { shell.ports.giving.print(strings.say("sheet-review"), it) }
        }
    }
    QuietButton(strings.say("review-sent")) { shell.go("sent") }
}

/** Lines about one thing, under the heading that they have on the page. */
private class Section(val heading: String, val lines: List<PreviewLine>)

private fun Strings.sections(lines: List<PreviewLine>): List<Section> {
    val sections = mutableListOf<Pair<String, MutableList<PreviewLine>>>()
    for (line in lines) {
        val heading = heading(line)
        if (sections.isEmpty() || line.depth.toInt() == 0 && heading != sections.last().first) sections += heading to mutableListOf()
        sections.last().second += line
    }
    return sections.map { (heading, of) -> Section(heading, of) }
}

/** How much of it goes in, and how much is left out. */
private fun Strings.goesIn(lines: List<PreviewLine>): String {
    val (out, goesIn) = lines.partition { it.hidden }.toList().map { it.size.toLong() }
    return listOfNotNull(
        say("review-lines-in", "count" to goesIn).takeIf { goesIn > 0 },
        say("review-lines-out", "count" to out).takeIf { out > 0 },
    ).joinToString("\n")
}

/** Folded up it says how much of it goes in; each line, or all of it, can be left out and put in again. */
@Composable
private fun Section(section: Section, typed: Typed) {
    val strings = LocalStrings.current
    fun leaveOut(lines: List<PreviewLine>, leave: Boolean) {
        val marks = lines.map { it.id.text() }
        val others = typed["hidden"].lines().filter { it.isNotBlank() && it !in marks }
        typed["hidden"] = (if (leave) others + marks else others).joinToString("\n")
    }
    Fold(section.heading, strings.goesIn(section.lines)) {
        for (line in section.lines) {
            Group {
                if (line.hidden) Aside(strings.say("review-left-out")) else Words(line)
                QuietButton(
                    strings.say(if (line.hidden) "review-put-in" else "review-leave-out"),
                    of = line.text.ifBlank { section.heading },
                ) { leaveOut(listOf(line), !line.hidden) }
            }
        }
        if (section.lines.size > 1) {
            val all = section.lines.any { !it.hidden }
            QuietButton(strings.say(if (all) "review-leave-all-out" else "review-put-all-in"), of = section.heading) { leaveOut(section.lines, all) }
        }
    }
}

@Composable
private fun Words(line: PreviewLine) {
    val strings = LocalStrings.current
    if (line.id.concept != LineConcept.SHEET) {
        if (line.text.isNotBlank()) Say(line.text) else if (line.depth > 0u) Say(strings.heading(line))
    }
    for ((label, text) in strings.below(line)) Aside("$label: $text")
}

/** The page alone, to hold out to somebody: what is left out is not there at all. */
@Composable
private fun ShownReview(view: PreviewPage, close: () -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-review"), main = { MainButton(strings.say("shell-close"), onClick = close) }) {
        val lines = view.packets.firstOrNull()?.lines.orEmpty().filterNot { it.hidden }
        if (lines.isEmpty()) Empty(strings.say("review-empty"))
        for (section in strings.sections(lines)) {
            Part(section.heading)
            section.lines.forEach { Words(it) }
        }
    }
}
