package org.handrail.ui.review

import androidx.compose.runtime.Composable
import org.handrail.SheetCategory
import org.handrail.Switches
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OnOff
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** What goes on each page beyond the usual, until it is turned off again. Kept when it is tapped. */
@Composable
internal fun Switched(shell: Shell, switches: Switches, anew: () -> Unit) {
    val strings = LocalStrings.current
    fun keep(to: Switches) = shell.save(done = "shell-changed", then = { anew() }) { saveReviewSwitches(to) }
    OnOff(strings.say("review-switch-coping-notes"), switches.copingNotes) { keep(switches.copy(copingNotes = it)) }
    OnOff(strings.say("review-switch-homework-notes"), switches.homeworkNotes) { keep(switches.copy(homeworkNotes = it)) }
    OnOff(strings.say("review-switch-sign-notes"), switches.signNotes) { keep(switches.copy(signNotes = it)) }
    OnOff(strings.say("review-switch-plan"), switches.plan) { keep(switches.copy(plan = it)) }
    for (sheet in SheetCategory.entries) {
        OnOff(strings.of(sheet), sheet in switches.sheets) { on ->
            keep(switches.copy(sheets = if (on) switches.sheets + sheet else switches.sheets - sheet))
        }
    }
}

private fun Strings.of(sheet: SheetCategory) = say("sheet-" + sheet.word())
