package org.handrail.ui.home

import androidx.compose.runtime.Composable
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** Everything that hangs behind the one thing. */
public data object MorePlace : Place {
    override val key: String = "more"

    @Composable
    override fun Screen(shell: Shell): Unit = MoreContent(go = shell::go)
}

/** Part by part: the id of its heading, and places with the ids of their words. */
private val PARTS = listOf(
    "shell-more-doing" to listOf(
        "goals" to "sheet-goal",
        "homework" to "sheet-homework",
        "coping" to "sheet-coping",
        "problems" to "sheet-problem-solving",
        "proposals" to "proposal",
    ),
    "shell-more-well" to listOf(
        "check-in" to "check-in",
        "signs" to "sheet-signs",
        "plan" to "sheet-plan",
        "safety-plan" to "sheet-safety-plan",
        "programme" to "sheet-programme",
    ),
    "shell-more-life" to listOf(
        "recovery" to "sheet-recovery-meaning",
        "life-areas" to "sheet-life-areas",
        "people" to "sheet-people",
        "medication" to "sheet-medication",
        "substance-use" to "sheet-substance-use",
        "stress" to "sheet-stress",
        "needs" to "sheet-needs",
        "lifestyle" to "sheet-lifestyle",
        "progress-check" to "sheet-progress-check",
    ),
    "shell-more-sharing" to listOf(
        "meetings" to "sheet-session",
        "talk-about" to "sheet-talk-about",
        "review" to "sheet-review",
        "readers" to "shell-more-readers",
    ),
    "shell-more-app" to listOf(
        "reminders" to "shell-more-reminders",
        "backup" to "shell-more-backup",
        "take-out" to "shell-more-take-out",
        "settings" to "sheet-settings",
    ),
)

/** @param go leads to the place of a key. */
@Composable
public fun MoreContent(go: (String) -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("shell-more")) {
        for ((heading, places) in PARTS) {
            Part(strings.say(heading))
            for ((place, words) in places) Line(strings.say(words)) { go(place) }
        }
    }
}
