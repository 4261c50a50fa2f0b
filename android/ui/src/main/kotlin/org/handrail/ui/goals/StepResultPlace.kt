package org.handrail.ui.goals

import androidx.compose.runtime.Composable
import org.handrail.NewStepResult
import org.handrail.StepOutcome
import org.handrail.StepView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** How a step went. One tap says it; the rest may be left out. */
public data class StepResultPlace(val step: String) : Place {
    override val key: String = "step-result/$step"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "step", read = { goals() }) { view ->
            val about = view.step(step)
            if (about == null) {
                Page(shell.strings.say("step-result")) { Empty(shell.strings.say("error-not-found")) }
            } else {
                StepResultContent(shell, about, typed(shell))
            }
        }
    }
}

@Composable
private fun StepResultContent(shell: Shell, step: StepView, typed: Typed) {
    val strings = LocalStrings.current
    val outcome = typed.chosen<StepOutcome>("result")
    val save: @Composable () -> Unit = {
        MainButton(strings.say("shell-save"), enabled = outcome != null && !shell.busy) {
            val result = outcome ?: return@MainButton
            // What the core offers after it stands on the step's own card.
            shell.save(then = { shell.back() }) {
                recordStep(
                    NewStepResult(
                        step = step.id,
                        result = result,
                        whatHelped = typed["what_helped"],
                        gotInTheWay = typed["got_in_the_way"],
                        nextStep = typed["next_step"],
                    ),
                )
            }
        }
    }
    Page(strings.say("step-result"), main = save) {
        Say(step.title)
        Choice(strings.say("step-result-result"), StepOutcome.entries.map { it to strings.say("step-result-result-" + it.word()) }, outcome) {
            typed["result"] = it.name
        }
        Aside(strings.say("homework-any-try-counts"))
        if (outcome != null) {
            if (outcome != StepOutcome.NOT_YET) WordsField(shell, typed, "what_helped", strings.say("step-result-what-helped"))
            if (outcome != StepOutcome.DONE) WordsField(shell, typed, "got_in_the_way", strings.say("step-result-got-in-the-way"))
            WordsField(shell, typed, "next_step", strings.say("step-result-next-step"))
        }
        QuietButton(strings.say("shell-goals-change-step")) { shell.go("step-form/${step.goal}/${step.id}") }
    }
}
