package org.handrail.ui.problems

import androidx.compose.runtime.Composable
import org.handrail.ProblemView
import org.handrail.ProblemsView
import org.handrail.StuckOn
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** Step-by-step problem solving: what is open, and what it could help with. */
public data object ProblemsPlace : Place {
    override val key: String = "problems"

    @Composable
    override fun Screen(shell: Shell): Unit =
        Shown(shell, "problem", "problem_idea", "problem_review", "step", "step_result", "homework", "homework_result", read = { problemSolving() }) {
            ProblemsContent(shell, it)
        }
}

/** Each opens where it was left. */
@Composable
public fun ProblemsContent(shell: Shell, view: ProblemsView) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-problem-solving"), main = { MainButton(strings.say("problem-begin")) { shell.go("problem-form/new") } }) {
        if (view.open.isEmpty() && view.past.isEmpty()) Empty(strings.say("problems-empty"))
        for (problem in view.open) Open(shell, problem)
        if (view.offers.isNotEmpty()) Part(strings.say("problem-offered"))
        for (offer in view.offers) {
            when (val about = offer.about) {
                is StuckOn.Step -> Line(about.title) { shell.go("problem-form/step/${about.id}") }
                is StuckOn.Homework -> Line(about.title) { shell.go("problem-form/homework/${about.id}") }
            }
        }
        if (view.past.isNotEmpty()) {
            Part(strings.say("homework-earlier"))
            Earlier(shell, view.past, { it.id }, { problemsBefore(it) }) { problem ->
                Line(problem.problem, strings.say("problem-state-${problem.state.word()}")) { shell.go("problem/${problem.id}") }
            }
        }
    }
}

@Composable
private fun Open(shell: Shell, problem: ProblemView) {
    val next = problem.nextOpen
    Line(problem.problem, next?.let { shell.strings.say("problem-part-${it.word()}") }) { shell.go("problem/${problem.id}") }
}
