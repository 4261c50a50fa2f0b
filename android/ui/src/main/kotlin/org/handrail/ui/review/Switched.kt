package org.handrail.ui.review

import androidx.compose.runtime.Composable
import org.handrail.SheetCategory
import org.handrail.Switches
import org.handrail.ui.kit.Fold
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
    Fold(strings.say("review-switch-sheets"), strings.on(switches.sheets.map { strings.of(it) })) {
        for (sheet in SheetCategory.entries) {
            OnOff(strings.of(sheet), sheet in switches.sheets) { on ->
                keep(switches.copy(sheets = if (on) switches.sheets + sheet else switches.sheets - sheet))
            }
        }
    }
}

/** What is turned on, in one sentence. */
internal fun Strings.switchedOn(switches: Switches): String = on(
    listOfNotNull(
        say("review-switch-coping-notes").takeIf { switches.copingNotes },
        say("review-switch-homework-notes").takeIf { switches.homeworkNotes },
        say("review-switch-sign-notes").takeIf { switches.signNotes },
        say("review-switch-plan").takeIf { switches.plan },
    ) + switches.sheets.map { of(it) },
)

private fun Strings.on(names: List<String>) =
    if (names.isEmpty()) say("review-always-none") else say("review-always-these", "what" to names.joinToString(" · "))

private fun Strings.of(sheet: SheetCategory) = say("sheet-" + sheet.word())
