package org.handrail.ui

import org.handrail.BeginAs
import org.handrail.NewLongTermGoal
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.NewStepResult
import org.handrail.StepOutcome
import org.junit.jupiter.api.Test

class GoalsPictures : Pictures() {
    private class Ids(val goal: String, val part: String, val step: String)

    /** Ana's goal, with a step that was answered "not yet" twice. */
    private fun Phone.ana(): Ids = record {
        val goal = saveLongTermGoal(
            NewLongTermGoal(
                title = "Work in a garden again, outside, with people who like plants as much as I do \uD83C\uDF3B",
                why = "I feel calm there. \u0645\u0631\u064a\u0645 said I was good at it.",
                howWillWeKnow = "I go twice a week",
                whoCanHelp = "Maya",
            ),
            BeginAs.ACTIVE,
        ).records[0].id
        val part = saveShortTermGoal(NewShortTermGoal(goal = goal, title = "Two mornings outside"), BeginAs.ACTIVE).records[0].id
        val step = saveStep(NewStep(goal = part, title = "Call the allotment", whenWords = "Tuesday, after breakfast", who = "with Maya")).records[0].id
        repeat(2) { recordStep(NewStepResult(step = step, result = StepOutcome.NOT_YET, gotInTheWay = "The phone frightens me")) }
        Ids(goal, part, step)
    }

    @Test
    fun goals() = picture("goals") {
        ana()
        listOf("today", "goals")
    }

    @Test
    fun goalsWithNothing() = picture("goals-empty") { listOf("today", "goals") }

    @Test
    fun goal() = picture("goal") { listOf("today", "goals", "goal/${ana().goal}") }

    @Test
    fun goalForm() = picture("goal-form") { listOf("today", "goals", "goal-form/new") }

    @Test
    fun shortTermGoalForm() = picture("part-form") { ana().let { listOf("today", "part-form/${it.goal}/${it.part}") } }

    @Test
    fun stepForm() = picture("step-form") { ana().let { listOf("today", "step-form/${it.part}/${it.step}") } }

    @Test
    fun stepResult() = picture("step-result") { listOf("today", "step-result/${ana().step}") }
}
