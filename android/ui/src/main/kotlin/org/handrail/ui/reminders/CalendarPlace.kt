package org.handrail.ui.reminders

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import java.io.File
import org.handrail.CalendarChoice
import org.handrail.CalendarExport
import org.handrail.CalendarText
import org.handrail.CalendarWish
import org.handrail.Reminder
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Tick
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A copy of reminders for another calendar, as a file for a place that the person chooses. */
public data object CalendarPlace : Place {
    override val key: String = "calendar"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { calendarChoices() }) { CalendarContent(shell, it) }
    }
}

@Composable
private fun CalendarContent(shell: Shell, choices: List<CalendarChoice>) {
    val strings = LocalStrings.current
    var left by remember { mutableStateOf(emptySet<Reminder>()) }
    var text by remember { mutableStateOf(CalendarText.NEUTRAL) }
    var made by remember { mutableStateOf<CalendarExport?>(null) }
    val chosen = choices.map { it.reminder } - left
    val wish = CalendarWish(chosen, text, strings.locale.toLanguageTag())
    val export = made
    // First what the person should know, then the place it goes to.
    val main: @Composable () -> Unit = {
        if (export?.file == null) {
            MainButton(strings.say("shell-next"), enabled = !shell.busy && chosen.isNotEmpty()) { shell.launch { made = shell.store.read { exportCalendar(wish) } } }
        } else {
            MainButton(strings.say("calendar-save"), enabled = !shell.busy) { shell.launch { save(shell, export) } }
        }
    }
    Page(strings.say("calendar-title"), main = main.takeIf { choices.isNotEmpty() }) {
        Say(strings.say("calendar-what"))
        if (choices.isEmpty()) Empty(strings.say("reminders-empty"))
        for (choice in choices) {
            Tick(strings.say(choice.full), choice.reminder !in left) { on ->
                left = if (on) left - choice.reminder else left + choice.reminder
                made = null
            }
        }
        if (choices.isNotEmpty()) {
            Choice(strings.say("calendar-says"), CalendarText.entries.map { it to strings.say("calendar-text-" + it.word()) }, text) {
                text = it
                made = null
            }
        }
        export?.notes.orEmpty().forEach { Say(strings.say(it)) }
        export?.leftOut.orEmpty().forEach { Aside(strings.say("calendar-left-" + it.why.word())) }
    }
}

private suspend fun save(shell: Shell, export: CalendarExport) {
    val file = export.file ?: return
    val saved = shell.ports.files.takeOut("handrail.ics", "text/calendar") { path -> File(path).writeText(file) }
    if (saved) shell.note = Note("shell-saved")
}
