package org.handrail.ui.goals

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import org.handrail.GoalNext
import org.handrail.GoalState
import org.handrail.GoalsView
import org.handrail.LongTermGoalView
import org.handrail.ShortTermGoalView
import org.handrail.StepView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Fold
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Written
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

private val GOAL_CONCEPTS = arrayOf("long_term_goal", "short_term_goal", "step", "step_result", "goal_review")

/** What I want: each goal with what comes next for it. */
public data object GoalsPlace : Place {
    override val key: String = "goals"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, *GOAL_CONCEPTS, read = { goals() }) { GoalsContent(it, go = shell::go) }
    }
}

/** @param go leads to the place of a key. */
@Composable
public fun GoalsContent(view: GoalsView, go: (String) -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("shell-goals-title"), main = { MainButton(strings.say("shell-goals-new")) { go("goal-form/new") } }) {
        if (view.goals.isEmpty()) {
            Empty(strings.say("shell-goals-empty"))
            Line(strings.say("sheet-life-areas"), strings.say("shell-goals-from-areas")) { go("life-areas") }
        }
        for (goal in view.goals) Line(goal.title, below(goal)) { go("goal/${goal.id}") }
    }
}

@Composable
private fun below(goal: LongTermGoalView): String {
    val next = goal.shortTerm.flatMap { it.steps }.firstOrNull { it.state == GoalState.ACTIVE }
    return next?.title ?: LocalStrings.current.say("long-term-goal-state-" + goal.state.word())
}

/** One goal as a tree: why, the short-term goals on the way, and their steps. */
public data class GoalPlace(val id: String) : Place {
    override val key: String = "goal/$id"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, *GOAL_CONCEPTS, read = { goals() }) { view ->
            val goal = view.goals.firstOrNull { it.id == id }
            if (goal == null) Page(shell.strings.say("sheet-goal")) { Empty(shell.strings.say("error-not-found")) } else GoalContent(shell, goal)
        }
    }
}

@Composable
private fun GoalContent(shell: Shell, goal: LongTermGoalView) {
    val strings = LocalStrings.current
    val next = goal.next
    val step = (next as? GoalNext.Answer)?.let { answer -> goal.shortTerm.flatMap { it.steps }.firstOrNull { it.id == answer.step } }
    val main: @Composable () -> Unit = {
        when (next) {
            is GoalNext.Answer -> MainButton(strings.say("today-log-homework")) { shell.go("step-result/${next.step}") }
            is GoalNext.FindStep -> MainButton(strings.say("shell-goals-new-step")) { shell.go("step-form/${next.goal}/new") }
            GoalNext.FindPart -> MainButton(strings.say("shell-goals-new-part")) { shell.go("part-form/${goal.id}/new") }
            else -> MainButton(strings.say(if (goal.state == GoalState.IDEA) "shell-goals-to-active" else "goal-resume"), enabled = !shell.busy) {
                shell.save { reopenLongTermGoal(goal.id) }
            }
        }
    }
    Page(goal.title, main = main.takeIf { next != null }) {
        Aside(strings.say("long-term-goal-state-" + goal.state.word()))
        Written(strings.say("long-term-goal-why"), goal.why)
        Written(strings.say("long-term-goal-how-will-we-know"), goal.howWillWeKnow)
        Written(strings.say("long-term-goal-who-can-help"), goal.whoCanHelp)
        goal.byAbout?.let { Written(strings.say("long-term-goal-by-about"), strings.day(it)) }
        step?.let { NextStep(shell, it) }
        for (part in goal.shortTerm) key(part.id) { ShortTerm(shell, part, step) }
        if (goal.reviews.isNotEmpty()) {
            Fold(strings.say("goal-review"), strings.dayAlone(goal.reviews[0].day)) {
                for (review in goal.reviews) Written(strings.dayAlone(review.day), review.progress)
            }
        }
        Fold(strings.say("shell-goals-change")) { Changes(shell, goal) }
    }
}

/** What comes next, and, where the core offers it, something smaller. */
@Composable
private fun NextStep(shell: Shell, step: StepView) {
    val strings = LocalStrings.current
    Group(strong = true) {
        Aside(strings.say("goal-review-what-next"))
        Say(step.title)
        strings.below(step).forEach { Aside(it) }
    }
    step.offer?.let { Offered(shell, step) }
}

/** A short-term goal with its steps: each leads to what can be said about it. [next] stands above already. */
@Composable
private fun ShortTerm(shell: Shell, goal: ShortTermGoalView, next: StepView?) {
    val strings = LocalStrings.current
    val below = goal.steps.firstOrNull { it.state == GoalState.ACTIVE }?.title ?: strings.say("short-term-goal-state-" + goal.state.word())
    Fold(goal.title, below) {
        Written(strings.say("short-term-goal-how-will-we-know"), goal.howWillWeKnow)
        Written(strings.say("short-term-goal-strengths"), goal.strengths)
        Written(strings.say("short-term-goal-obstacles"), goal.obstacles)
        Written(strings.say("short-term-goal-who-can-help"), goal.whoCanHelp)
        goal.byAbout?.let { Written(strings.say("short-term-goal-by-about"), strings.day(it)) }
        for (step in goal.steps) {
            val place = if (step.state == GoalState.ACTIVE) "step-result/${step.id}" else "step-form/${step.goal}/${step.id}"
            Line(step.title, strings.below(step).joinToString("\n")) { shell.go(place) }
            if (step.id != next?.id) step.offer?.let { Offered(shell, step) }
        }
        QuietButton(strings.say("shell-goals-new-step"), of = goal.title) { shell.go("step-form/${goal.id}/new") }
        QuietButton(strings.say("shell-goals-change-part"), of = goal.title) { shell.go("part-form/${goal.goal}/${goal.id}") }
    }
}

private fun Strings.below(step: StepView): List<String> = listOf(step.whenWords, step.whereWords, step.who).filter(String::isNotBlank) +
    (step.newest?.let { say("step-result-result-" + it.result.word()) + " · " + dayAlone(it.day) } ?: say("step-state-" + step.state.word()))

/** The core offers something smaller; the person decides. */
@Composable
internal fun Offered(shell: Shell, step: StepView) {
    val strings = LocalStrings.current
    Say(strings.say("offer-smaller-or-problem-solving"))
    OtherButton(strings.say("shell-make-smaller")) { shell.go("step-form/${step.goal}/${step.id}") }
    OtherButton(strings.say("sheet-problem-solving")) { shell.go("problem-form/step/${step.id}") }
}

/** What may become of a goal. What is the main thing here is not there twice. */
@Composable
private fun ColumnScope.Changes(shell: Shell, goal: LongTermGoalView) {
    val strings = LocalStrings.current
    QuietButton(strings.say("shell-goals-change-words")) { shell.go("goal-form/${goal.id}") }
    if (goal.next != GoalNext.FindPart) QuietButton(strings.say("shell-goals-new-part")) { shell.go("part-form/${goal.id}/new") }
    if (goal.state == GoalState.ACTIVE || goal.state == GoalState.IDEA) {
        for (to in listOf(GoalState.REACHED, GoalState.PAUSED, GoalState.LET_GO)) {
            QuietButton(strings.say("shell-goals-to-" + to.word()), enabled = !shell.busy) {
                shell.save(undo = { shell.store.write { setLongTermGoalState(goal.id, goal.state) } }) { setLongTermGoalState(goal.id, to) }
            }
        }
    } else if (goal.next == null) {
        QuietButton(strings.say("goal-resume"), enabled = !shell.busy) { shell.save { reopenLongTermGoal(goal.id) } }
    }
}
