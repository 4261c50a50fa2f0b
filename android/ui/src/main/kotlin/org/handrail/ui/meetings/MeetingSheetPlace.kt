package org.handrail.ui.meetings

import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.ui.text.input.KeyboardType
import org.handrail.AgendaPart
import org.handrail.NoteLine
import org.handrail.SessionSheetView
import org.handrail.TeachingStyle
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Fold
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** What a meeting was, on its sheet, and a note made from it. @property id which meeting. */
public data class MeetingSheetPlace(val id: String) : Place {
    override val key: String = "meeting-sheet/$id"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "session", "homework", "homework_result", read = { sessionSheet(id) }) { MeetingSheetContent(shell, it) }
    }
}

@Composable
private fun MeetingSheetContent(shell: Shell, view: SessionSheetView) {
    val strings = LocalStrings.current
    val sheet = view.sheet
    val typed = typed(
        shell,
        first = mapOf(
            "note" to view.session.note,
            "topics" to sheet.topics,
            "minutes" to sheet.minutes?.toString().orEmpty(),
            "practised" to sheet.practised,
            "role_play" to sheet.rolePlay,
            "others_present" to sheet.othersPresent,
            "agenda_done" to sheet.agendaDone.joinToString(" ") { it.name },
            "teaching_styles" to sheet.teachingStyles.joinToString(" ") { it.name },
        ),
    )
    fun save() = shell.save(then = { shell.back() }) {
        writeUpSession(
            view.session.id,
            sheet.copy(
                topics = typed["topics"],
                minutes = typed["minutes"].trim().toLongOrNull(),
                practised = typed["practised"],
                rolePlay = typed["role_play"],
                othersPresent = typed["others_present"],
                agendaDone = AgendaPart.entries.filter { it.name in typed.several("agenda_done") },
                teachingStyles = TeachingStyle.entries.filter { it.name in typed.several("teaching_styles") },
            ),
            typed["note"],
        )
    }
    Page(strings.say("sheet-session"), main = { MainButton(strings.say("shell-save"), enabled = !shell.busy) { save() } }) {
        Say(strings.dayAndTime(view.session.day, view.session.time))
        Aside(strings.say("session-state-" + view.session.state.word()))
        Aside(strings.say("shell-all-optional"))
        WordsField(shell, typed, "note", strings.say("session-note"), lines = 3)
        Sheet(shell, typed)
        Draft(shell, view.draft)
        Line(strings.say("session-did-it-take-place")) { shell.go("meeting-form/${view.session.id}") }
    }
}

@Composable
private fun Sheet(shell: Shell, typed: Typed) {
    val strings = LocalStrings.current
    WordsField(shell, typed, "topics", strings.say("session-topics"))
    typed.Ticked("agenda_done", strings.say("session-agenda-done"), AgendaPart.entries.map { it.name to strings.say("session-agenda-done-" + it.word()) })
    WordsField(shell, typed, "practised", strings.say("session-practised"))
    WordsField(shell, typed, "role_play", strings.say("session-role-play"))
    typed.Ticked("teaching_styles", strings.say("session-teaching-styles"), TeachingStyle.entries.map { it.name to strings.say("session-teaching-styles-" + it.word()) })
    WordsField(shell, typed, "others_present", strings.say("session-others-present"))
    WordsField(shell, typed, "minutes", strings.say("session-minutes"), keyboard = KeyboardOptions(keyboardType = KeyboardType.Number))
}

/** The words of a note, made from what stands on the sheet: nothing that is not there. */
@Composable
private fun Draft(shell: Shell, draft: List<NoteLine>) {
    if (draft.isEmpty()) return
    val strings = LocalStrings.current
    Part(strings.say("meetings-note-draft"))
    draft.forEach { Say(strings.say(it.message)) }
    OtherButton(strings.say("shell-give")) {
        shell.ports.giving.giveText(strings.say("meetings-note-draft"), draft.joinToString("\n") { strings.say(it.message) })
    }
}

private fun Typed.several(field: String): List<String> = this[field].split(' ').filter(String::isNotBlank)

/** Any of [of], folded up to what is ticked. */
@Composable
private fun Typed.Ticked(field: String, label: String, of: List<Pair<String, String>>) {
    val all = several(field)
    Fold(label, of.filter { it.first in all }.joinToString(" · ") { it.second }) {
        for ((name, text) in of) Tick(text, name in all) { on -> this@Ticked[field] = (if (on) all + name else all - name).joinToString(" ") }
    }
}
