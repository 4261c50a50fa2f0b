package org.handrail.ui

import org.handrail.BeginAs
import org.handrail.Helped
import org.handrail.HomeworkOutcome
import org.handrail.HowOften
import org.handrail.LifeArea
import org.handrail.NewCopingEntry
import org.handrail.NewCopingStrategy
import org.handrail.NewHomework
import org.handrail.NewHomeworkResult
import org.handrail.NewLifeAreaRating
import org.handrail.NewLongTermGoal
import org.handrail.NewProblem
import org.handrail.NewProblemIdea
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.NewStepResult
import org.handrail.Origin
import org.handrail.StepOutcome
import org.handrail.WishToChange
import org.junit.jupiter.api.Test

/** Ana's life, with a very long name, an emoji and words in two directions. */
class DoingPictures : Pictures() {
    private class Ana(val goal: String, val part: String, val step: String, val homework: String, val strategy: String, val problem: String, val rating: String)

    private fun Phone.ana(): Ana = record {
        val rating = rateLifeAreas(
            null,
            listOf(
                NewLifeAreaRating(LifeArea.Listed("friendships"), 0, WishToChange.YES, "Maya \u0645\u0631\u064a\u0645 \uD83C\uDF3B"),
                NewLifeAreaRating(LifeArea.Listed("family"), 2, WishToChange.NOT_NOW),
            ),
        ).records.first { it.concept == "life_area_rating" }.id
        val goal = saveLongTermGoal(NewLongTermGoal("Work in a garden \uD83C\uDF31 with \u0645\u0631\u064a\u0645", why = "I like to be outside"), BeginAs.ACTIVE).records[0].id
        saveLongTermGoal(NewLongTermGoal("Donaudampfschifffahrtsgesellschaftskapitaenspatent"), BeginAs.IDEA)
        val part = saveShortTermGoal(NewShortTermGoal(goal, "Two mornings outside each week"), BeginAs.ACTIVE).records[0].id
        val step = saveStep(NewStep(part, "Call the allotment", whenWords = "Tuesday, after breakfast")).records[0].id
        recordStep(NewStepResult(step, StepOutcome.NOT_YET))
        recordStep(NewStepResult(step, StepOutcome.NOT_YET))
        val homework = saveHomework(
            NewHomework(
                "Walk to the park", whatExactly = "Once around the pond", origin = Origin.SELF_CHOSEN, smallerVersion = "To the corner and back",
                howOften = HowOften.DAILY,
            ),
        ).records[0].id
        val strategy = saveCopingStrategy(NewCopingStrategy("Listen to the sea \uD83C\uDF0A", how = "With headphones, lying down", trouble = "Voices")).records[0].id
        recordCoping(NewCopingEntry(strategy, helped = Helped.A_LITTLE, before = 7))
        val problem = startProblem(NewProblem("The bus is too full in the morning")).records[0].id
        addProblemIdea(problem, NewProblemIdea("Take the later bus"))
        addProblemIdea(problem, NewProblemIdea("Walk the first part"))
        Ana(goal, part, step, homework, strategy, problem, rating)
    }

    private fun of(name: String, key: (Ana) -> String) = picture(name) { listOf("today", key(ana())) }

    private fun none(name: String, key: String) = picture(name) { listOf("today", key) }

    @Test
    fun lifeAreas() {
        of("life-areas") { "life-areas" }
        none("life-areas-rate", "life-areas/rate")
        of("goal-form-of-an-area") { "goal-form/new/${it.rating}" }
        of("life-areas-history") { "life-areas/listed/friendships" }
    }

    @Test
    fun problems() {
        of("problems") { "problems" }
        none("problems-empty", "problems")
        of("problem-form") { "problem-form/step/${it.step}" }
        of("problem") { "problem/${it.problem}" }
        of("problem-plan") { "problem/${it.problem}/plan" }
    }

    @Test
    fun homework() {
        of("homework") { "homework" }
        none("homework-empty", "homework")
        of("homework-item") { "homework-item/${it.homework}" }
        of("homework-form") { "homework-form/${it.homework}" }
        of("homework-result") { "homework-result/${it.homework}" }
        picture("homework-result-more") {
            val homework = ana().homework
            val result = record { recordHomework(NewHomeworkResult(homework, thisDay(), HomeworkOutcome.PARTLY)) }.records.first { it.concept == "homework_result" }.id
            listOf("today", "homework-result/$homework/$result")
        }
    }

    @Test
    fun proposals() = none("proposals-empty", "proposals")

    @Test
    fun coping() {
        of("coping") { "coping" }
        none("coping-empty", "coping")
        none("coping-library", "coping-library")
        picture("coping-library-trouble") { listOf("today", "coping-library/" + record { copingLibrary() }.troubles.first().id) }
        of("coping-form") { "coping-form/${it.strategy}" }
        of("coping-try") { "coping-try/${it.strategy}" }
        none("coping-wait", "coping-wait")
        picture("coping-practice") {
            listOf("today", "coping-practice/" + record { copingLibrary() }.troubles.flatMap { it.strategies }.first { it.guided }.id)
        }
    }
}
