package org.handrail.ui.reminders

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.runtime.key
import org.handrail.DueLine
import org.handrail.HealthHint
import org.handrail.HealthLine
import org.handrail.ReminderHealth
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.moment

/** What is so with the reminders on this phone, and what can be done. */
public data object ReminderHealthPlace : Place {
    override val key: String = "reminder-health"

    @Composable
    override fun Screen(shell: Shell) {
        // Read again with what the phone says now, after its settings were open or a test came.
        var times by remember { mutableIntStateOf(0) }
        val facts = remember(times) { shell.ports.reminding.facts() }
        key(times) {
            Shown(shell, read = { reminderHealth(facts) }) { ReminderHealthContent(shell, it) { times++ } }
        }
    }
}

@Composable
private fun ReminderHealthContent(shell: Shell, view: ReminderHealth, anew: () -> Unit) {
    val strings = LocalStrings.current
    val test: @Composable () -> Unit = {
        MainButton(strings.say("reminders-test"), enabled = !shell.busy) {
            shell.launch {
                shell.ports.reminding.test()
                anew()
            }
        }
    }
    Page(strings.say("reminders-check"), main = test) {
        view.lines.forEachIndexed { at, line -> Health(shell, line, first = at == 0) }
        view.lastDue?.let { Fact(strings.say("reminders-last-due"), strings.moment(it.dueMs)) }
        view.lastShownMs?.let { Fact(strings.say("reminders-last-shown"), strings.moment(it)) }
        view.lastTestMs?.let { Fact(strings.say("reminders-last-test"), strings.moment(it)) }
        if (view.recent.isNotEmpty()) Part(strings.say("reminders-recent"))
        for (due in view.recent) Due(due)
    }
}

@Composable
private fun Health(shell: Shell, line: HealthLine, first: Boolean) {
    val strings = LocalStrings.current
    Group(strong = first) {
        Say(strings.say(line.says))
        line.toDo?.let { Say(strings.say(it)) }
        val hint = line.hint
        if (hint != null && hint != HealthHint.TEST_REMINDER) OtherButton(strings.say("reminders-settings")) { shell.ports.reminding.openSettings() }
    }
}

@Composable
private fun Fact(label: String, what: String): Unit = Say("$label: $what")

@Composable
private fun Due(due: DueLine) {
    val strings = LocalStrings.current
    Group {
        Say(strings.moment(due.dueMs))
        Aside(strings.say(due.says))
    }
}
