package org.handrail.ui.coping

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.CopingStrategyId
import org.handrail.GuidedPractice
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell

/** A practice done step by step, at one's own pace: nothing runs by itself, and nothing moves. */
public data class CopingPracticePlace(val id: String) : Place {
    override val key: String = "coping-practice/$id"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(
        shell, "coping_strategy", "enrolment",
        read = { guidedPractice(id) to copingLibrary().troubles.flatMap { it.strategies }.firstOrNull { it.id == id }?.mine.orEmpty() },
    ) { (practice, mine) -> CopingPracticeContent(shell, practice, mine) }
}

/** @param mine the person's own strategy that it is; empty where it is none of theirs. */
@Composable
public fun CopingPracticeContent(shell: Shell, practice: GuidedPractice, mine: CopingStrategyId) {
    val strings = LocalStrings.current
    var at by remember { mutableIntStateOf(0) }
    val step = practice.steps.getOrNull(at)
    Page(
        practice.name,
        main = {
            if (step != null) {
                MainButton(strings.say("shell-next")) { at++ }
            } else {
                MainButton(strings.say("shell-done")) { if (mine.isBlank()) shell.back() else shell.goInstead(CopingTryPlace(mine)) }
            }
        },
    ) {
        if (step == null) {
            Part(strings.say("coping-practice-end"))
            QuietButton(strings.say("coping-practice-again")) { at = 0 }
        } else {
            Aside(strings.say("shell-step-of", "number" to (at + 1).toLong(), "of" to practice.steps.size.toLong()))
            Part(step.text)
            Aside(strings.say("coping-step-seconds", "count" to step.seconds.toLong()))
            if (at > 0) QuietButton(strings.say("shell-step-before")) { at-- }
        }
    }
}
