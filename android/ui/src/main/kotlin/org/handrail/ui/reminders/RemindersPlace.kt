package org.handrail.ui.reminders

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.ReminderView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/**
 * The reminders that the person made.
 *
 * @property ask whether the first one was just made: now, and never by itself again, it is asked whether the phone may show them.
 */
public data class RemindersPlace(val ask: Boolean = false) : Place {
    override val key: String = if (ask) "reminders/ask" else "reminders"

    @Composable
    override fun Screen(shell: Shell) {
        var asking by remember { mutableStateOf(ask) }
        if (asking) {
            MayShow(shell) { asking = false }
        } else {
            Shown(shell, "reminder", read = { reminders() }) { RemindersContent(shell, it) }
        }
    }
}

/** Why the phone is going to ask; a no is as good. */
@Composable
private fun MayShow(shell: Shell, done: () -> Unit) {
    val strings = LocalStrings.current
    val ask: @Composable () -> Unit = {
        MainButton(strings.say("reminders-allow"), enabled = !shell.busy) {
            shell.launch {
                shell.ports.reminding.askPermission()
                shell.ports.reminding.planAnew()
                done()
            }
        }
    }
    Page(strings.say("reminders-may"), main = ask) {
        Say(strings.say("reminders-may-why"))
        Aside(strings.say("reminders-may-words"))
        OtherButton(strings.say("shell-not-now"), onClick = done)
    }
}

@Composable
private fun RemindersContent(shell: Shell, reminders: List<ReminderView>) {
    val strings = LocalStrings.current
    val allowed = remember { shell.ports.reminding.facts().notificationsAllowed }
    Page(strings.say("shell-more-reminders"), main = { MainButton(strings.say("reminders-new")) { shell.go("reminder-form") } }) {
        if (reminders.isNotEmpty() && allowed != true) Line(strings.say("reminders-in-app"), strings.say("reminders-check")) { shell.go("reminder-health") }
        if (reminders.isEmpty()) Empty(strings.say("reminders-empty"))
        for (one in reminders) {
            val title = one.reminder.title.ifBlank { strings.say("reminder-about-" + one.reminder.about.word()) }
            Group {
                OnOff(title, one.on) { on -> shell.save(done = "shell-changed", then = { shell.plan() }) { setReminderOn(one.id, on) } }
                strings.lines(one.reminder.schedule).forEach { Aside(it) }
                QuietButton(strings.say("shell-change"), of = title) { shell.go("reminder-form/${one.id}") }
                QuietButton(strings.say("shell-remove"), of = title) { shell.takeAway("reminder", one.id) { shell.plan() } }
            }
        }
        Line(strings.say("reminder-preferences")) { shell.go("reminder-preferences") }
        Line(strings.say("reminders-check")) { shell.go("reminder-health") }
        Line(strings.say("calendar-title")) { shell.go("calendar") }
    }
}

/** The phone is told of what changed. */
internal fun Shell.plan() {
    launch { ports.reminding.planAnew() }
}
