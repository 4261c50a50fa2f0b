package org.handrail.ui.goals

import androidx.compose.runtime.Composable
import org.handrail.GoalState
import org.handrail.GoalsView
import org.handrail.LongTermGoalView
import org.handrail.ShortTermGoalView
import org.handrail.StepView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Written
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
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
    val main: @Composable () -> Unit = {
        MainButton(strings.say("shell-goals-new-part")) { shell.go("part-form/${goal.id}/new") }
    }
    Page(goal.title, main = main) {
        Aside(strings.say("long-term-goal-state-" + goal.state.word()))
        Written(strings.say("long-term-goal-why"), goal.why)
        Written(strings.say("long-term-goal-how-will-we-know"), goal.howWillWeKnow)
        Written(strings.say("long-term-goal-who-can-help"), goal.whoCanHelp)
        goal.byAbout?.let { Written(strings.say("long-term-goal-by-about"), strings.day(it)) }
        goal.shortTerm.forEach { ShortTerm(shell, it) }
        for (review in goal.reviews) Written(strings.say("goal-review") + " " + strings.day(review.day), review.progress)
        QuietButton(strings.say("shell-change")) { shell.go("goal-form/${goal.id}") }
        States(
            goal.state,
            onState = { to -> shell.save(undo = { shell.store.write { setLongTermGoalState(goal.id, goal.state) } }) { setLongTermGoalState(goal.id, to) } },
            onResume = { shell.save { reopenLongTermGoal(goal.id) } },
        )
    }
}

@Composable
private fun ShortTerm(shell: Shell, goal: ShortTermGoalView) {
    val strings = LocalStrings.current
    Part(goal.title)
    goal.byAbout?.let { Aside(strings.say("short-term-goal-by-about") + " " + strings.day(it)) }
    for (step in goal.steps) StepCard(shell, step)
    OtherButton(strings.say("shell-goals-new-step")) { shell.go("step-form/${goal.id}/new") }
    QuietButton(strings.say("shell-goals-change-part")) { shell.go("part-form/${goal.goal}/${goal.id}") }
}

@Composable
private fun StepCard(shell: Shell, step: StepView) {
    val strings = LocalStrings.current
    Group {
        Say(step.title)
        listOf(step.whenWords, step.whereWords, step.who).filter(String::isNotBlank).forEach { Aside(it) }
        Aside(step.newest?.let { strings.say("step-result-result-" + it.result.word()) + ", " + strings.day(it.day) } ?: strings.say("step-state-" + step.state.word()))
        step.offer?.let { Offered(shell, step) }
        if (step.state == GoalState.ACTIVE) {
            OtherButton(strings.say("today-log-homework")) { shell.go("step-result/${step.id}") }
        } else {
            QuietButton(strings.say("goal-resume")) { shell.save { reopenStep(step.id) } }
        }
        QuietButton(strings.say("shell-change")) { shell.go("step-form/${step.goal}/${step.id}") }
    }
}

/** The core offers something smaller; the person decides. */
@Composable
internal fun Offered(shell: Shell, step: StepView) {
    val strings = LocalStrings.current
    Say(strings.say("offer-smaller-or-problem-solving"))
    OtherButton(strings.say("shell-make-smaller")) { shell.go("step-form/${step.goal}/${step.id}") }
    OtherButton(strings.say("sheet-problem-solving")) { shell.go("problem-form/step/${step.id}") }
}

/** Where a goal may go from here. */
@Composable
private fun States(state: GoalState, onState: (GoalState) -> Unit, onResume: () -> Unit) {
    val strings = LocalStrings.current
    if (state == GoalState.ACTIVE || state == GoalState.IDEA) {
        val to = listOf(GoalState.REACHED, GoalState.PAUSED, GoalState.LET_GO) + listOfNotNull(GoalState.ACTIVE.takeIf { state == GoalState.IDEA })
        for (next in to) QuietButton(strings.say("shell-goals-to-" + next.word())) { onState(next) }
    } else {
        QuietButton(strings.say("goal-resume"), onClick = onResume)
    }
}
