package org.handrail.scenarios

import org.handrail.BeginAs
import org.handrail.EarlierWords
import org.handrail.GoalCompany
import org.handrail.GoalMore
import org.handrail.GoalPart
import org.handrail.GoalState
import org.handrail.GoalTurn
import org.handrail.HandrailException
import org.handrail.Helped
import org.handrail.HomeworkOutcome
import org.handrail.HowOften
import org.handrail.LifeArea
import org.handrail.LifeAreaState
import org.handrail.NewCopingEntry
import org.handrail.NewCopingStrategy
import org.handrail.NewCopingWait
import org.handrail.NewGoalReview
import org.handrail.NewHomework
import org.handrail.NewHomeworkResult
import org.handrail.NewHomeworkReview
import org.handrail.NewLifeAreaRating
import org.handrail.NewLongTermGoal
import org.handrail.NewPlanLine
import org.handrail.NewProblem
import org.handrail.NewProblemIdea
import org.handrail.NewProblemReview
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.NewStepResult
import org.handrail.Origin
import org.handrail.PlanPart
import org.handrail.ProblemNext
import org.handrail.ProblemPart
import org.handrail.ProblemPlan
import org.handrail.ProblemState
import org.handrail.Reason
import org.handrail.StepOutcome
import org.handrail.StuckOn
import org.handrail.WishToChange
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertInstanceOf
import org.junit.jupiter.api.assertThrows

private val NOBODY = "A".repeat(22)

/** What I want, what gets in the way, and what helps. The same scenarios stand in Python and Swift. */
class GoalsAndCopingTest : Scenario() {
    @Test
    fun what_helps_when_it_is_hard() {
        var phone = handrail

        // Out of the library, with its words; and as a practice to follow.
        val sleep = phone.copingLibrary().troubles.first { it.id == "sleep" }
        val breathing = sleep.strategies.first { it.id == "slow_breathing" }
        assertEquals(Triple(false, true, null), Triple(sleep.crisis, breathing.guided, breathing.mine))
        val practice = phone.guidedPractice("slow_breathing")
        assertEquals(breathing.steps, practice.steps.map { it.text })
        assertEquals(practice.seconds, practice.steps.sumOf { it.seconds })
        assertThrows<HandrailException.NotFound> { phone.guidedPractice("nothing of the pack") }
        assertInvalid("trouble", Reason.UnknownId) { phone.addCopingFromLibrary("slow_breathing", "noise") }
        val mine = phone.addCopingFromLibrary("slow_breathing", "sleep").idOf("coping_strategy")
        assertTrue(phone.addCopingFromLibrary("slow_breathing", "sleep").records.isEmpty())

        // Practised, tried, and answered later. What passed by itself is told too.
        phone.setCopingPractised(mine, "2026-11-20")
        assertInvalid("practised_on", Reason.ImpossibleDate) { phone.setCopingPractised(mine, "2026-11-22") }
        val tried =
            phone.recordCoping(NewCopingEntry(mine, before = 8, place = "On the bus", trouble = "sleep"))
                .idOf("coping_entry")
        phone.rateCopingAfter(tried, 3)
        phone.answerCoping(tried, Helped.A_LITTLE)
        val coping = phone.coping()
        assertEquals("2026-11-20" to 1u, coping.strategies.first().run { practisedOn to helped })
        val entry = coping.recent.first()
        assertEquals(3L to Helped.A_LITTLE, entry.run { after to helped })
        assertEquals("On the bus" to "sleep", entry.run { place to trouble })
        val waited = phone.recordCopingWait(NewCopingWait("sleep", before = 7, after = 6)).idOf("coping_wait")
        phone.editCopingWait(waited, NewCopingWait("sleep", before = 7, after = 5))
        val wait = phone.copingWaits(null).single()
        assertEquals(listOf<Any>(waited, 7L, 5L, "2026-11-21"), wait.run { listOf(id, before, after, day) })
        assertTrue(phone.copingWaits(waited).isEmpty())

        // What to try now, and with little energy.
        val suggested = phone.copingSuggestions("sleep")
        assertFalse(suggested.helpNowFirst)
        assertEquals(listOf(mine to true), suggested.mine.map { it.strategy.id to it.guided })
        assertEquals("coping-helped-count", suggested.mine.first().count?.id)
        assertFalse("slow_breathing" in suggested.fromLibrary)
        assertTrue(phone.copingSuggestions("depression").helpNowFirst)
        phone.addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, stage = 1, wording = "A bath"))
        val quick = phone.quickHelp()
        assertEquals(listOf(mine), quick.strategies.map { it.strategy.id })
        assertEquals(listOf("A bath") to false, quick.plan.map { it.wording } to quick.planInUse)

        // What was said before can be looked up. What is put right before the app is closed was never said.
        phone.closeStore()
        phone = open()
        assertTrue(phone.earlierWords("coping_strategy", mine, 0u).isEmpty())
        phone.editCopingStrategy(mine, NewCopingStrategy("My breathing"))
        val earlier = phone.earlierWords("coping_strategy", mine, 0u)
        assertTrue(EarlierWords("name", breathing.name, "2026-11-21") in earlier)
        assertTrue(phone.earlierWords("coping_strategy", mine, earlier.size.toUInt()).isEmpty())
        assertInvalid("concept", Reason.UnknownChoice) { phone.earlierWords("words", mine, 0u) }
        leave(phone, "what_helps_when_it_is_hard")
        assertEquals(emptyList<String>(), log.codes)
    }

    @Test
    fun from_an_area_of_life_to_a_solved_problem() {
        val phone = handrail
        val work = LifeArea.Listed("work")
        val family = LifeArea.Listed("family")

        // How I find my life: one area of the pack, one of my own, and a sitting that can go on.
        val dancing = phone.addLifeArea("Dancing").idOf("life_area")
        val rating =
            phone.rateLifeAreas(
                null,
                listOf(
                    NewLifeAreaRating(work, rating = 1, wishToChange = WishToChange.YES),
                    NewLifeAreaRating(LifeArea.Own(dancing)),
                ),
            ).idOf("life_area_rating")
        phone.editLifeAreaRating(
            rating,
            NewLifeAreaRating(work, rating = 0, wishToChange = WishToChange.YES, note = "Nothing yet"),
        )
        var areas = phone.lifeAreas()
        assertEquals(listOf("I want this to be better", "It is partly all right", "I am content with this"), areas.steps.map { it.text })
        assertEquals(listOf("Work"), areas.areas.filter { it.area == work }.map { it.name.text })
        assertEquals(LifeArea.Own(dancing) to "Dancing", areas.areas.last().run { area to name.text })
        val open = checkNotNull(areas.open)
        assertFalse(work in open.left)
        phone.rateLifeAreas(open.sitting, listOf(NewLifeAreaRating(family, rating = 2)))
        assertInvalid("rating", Reason.OutOfRange(0, 2)) {
            phone.rateLifeAreas(null, listOf(NewLifeAreaRating(family, rating = 3)))
        }
        val sitting = phone.lifeAreaSittings(null).single()
        assertEquals(open.sitting to 3, sitting.run { this.sitting to ratings.size })
        assertTrue(phone.lifeAreaSittings(open.sitting).isEmpty())
        assertEquals(listOf(0L to "Nothing yet"), phone.lifeAreaHistory(work, null).ratings.map { it.rating to it.note })
        phone.renameLifeArea(dancing, "Dance")
        phone.setLifeAreaState(dancing, LifeAreaState.DROP)
        phone.setLifeAreasRepeat(3)
        areas = phone.lifeAreas()
        assertEquals(listOf("Dance"), areas.setAside.map { it.name })
        assertEquals(Triple(3L, "2027-02-21", false), areas.run { Triple(repeatMonths, againOn, offerAgain) })

        // A goal comes of it, with its sheet.
        val form = phone.goalForm(null, rating)
        assertEquals("Work", form.area?.text)
        assertTrue(form.examples.all { it.size in 1..3 } && form.examples.flatten().any { it.id == "volunteer" })
        assertTrue(form.questions.any { it.id == "specific" } && form.prompts.all { it.name.text.endsWith("?") })
        val goal =
            phone.goalFromArea(rating, NewLongTermGoal("Work in a garden"), BeginAs.ACTIVE).idOf("long_term_goal")
        phone.editGoalMore(goal, GoalMore("To be outside", work, scribe = "Sam"))
        val part =
            phone.saveShortTermGoal(NewShortTermGoal(goal, "Two mornings outside"), BeginAs.ACTIVE)
                .idOf("short_term_goal")
        phone.setShortTermGoalModules(part, listOf("recovery"))
        assertInvalid("modules", Reason.UnknownId) { phone.setShortTermGoalModules(part, listOf("astronomy")) }
        val row =
            phone.recordGoalSheetRow(NewGoalReview(goal, progress = "I went once"), GoalCompany("Sam and I"))
                .idOf("goal_review")
        phone.editGoalSheetRow(
            row,
            NewGoalReview(goal, progress = "I went twice"),
            GoalCompany("Sam and I", notedBy = "Sam"),
        )
        val sheet = phone.goalSheet(goal)
        assertEquals("Work in a garden", sheet.goal.title)
        assertEquals(GoalMore("To be outside", work, "Sam"), sheet.more)
        assertEquals(rating, sheet.cameOf?.id)
        assertEquals(listOf(part to listOf("recovery")), sheet.shortTerm.map { it.id to it.modules })
        assertEquals(listOf("I went twice" to "Sam"), sheet.rows.map { it.review.progress to it.company.notedBy })
        assertTrue(phone.goalSheetRowsBefore(goal, row).isEmpty())
        assertNull(sheet.insteadOf)
        val idea =
            phone.saveLongTermGoalWith(NewLongTermGoal("A dog"), BeginAs.IDEA, GoalMore("Company"))
                .idOf("long_term_goal")
        assertEquals("Company", phone.goalSheet(idea).more.meaning)
        assertThrows<HandrailException.NotFound> { phone.goalSheet(NOBODY) }

        // Homework, talked over.
        val homework =
            phone.saveHomework(
                NewHomework(title = "Ten minutes outside", origin = Origin.AGREED, howOften = HowOften.DAILY),
            ).idOf("homework")
        val talked = phone.recordHomeworkReview(NewHomeworkReview(homework, withWhom = "Sam")).idOf("homework_review")
        phone.editHomeworkReview(
            talked,
            NewHomeworkReview(homework, withWhom = "Sam", note = "Mornings are better"),
        )
        val reviews = phone.homeworkReviews(homework, null)
        assertEquals(listOf("Sam" to "Mornings are better"), reviews.map { it.withWhom to it.note })
        assertTrue(phone.homeworkReviews(homework, talked).isEmpty())
        val answered =
            phone.recordHomework(
                NewHomeworkResult(homework = homework, occurrence = "2026-11-21", result = HomeworkOutcome.NOT_YET),
            ).idOf("homework_result")
        assertTrue(phone.homeworkResultsBefore(homework, answered).isEmpty())

        // A step that was answered "not yet" twice: problem solving is offered, and gone through.
        val step = phone.saveStep(NewStep(part, "Call the allotment")).idOf("step")
        for (day in listOf("21", "22")) {
            clock.set("2026-11-${day}T20:00")
            phone.recordStep(NewStepResult(step, StepOutcome.NOT_YET))
        }
        val stuck = StuckOn.Step(step, "Call the allotment")
        assertEquals(listOf<StuckOn>(stuck), phone.problemSolving().offers.map { it.about })
        val problem = phone.startProblem(NewProblem("I put it off", step)).idOf("problem")
        phone.editProblem(problem, NewProblem("I put the call off", step))
        val ideas =
            listOf("Write a letter", "Go there", "Call with Sam").map {
                phone.addProblemIdea(problem, NewProblemIdea(it)).idOf("problem_idea")
            }
        phone.editProblemIdea(ideas[2], NewProblemIdea("Call with Sam", goodSides = "Not alone"))
        phone.moveProblemIdea(ideas[2], 0u)
        phone.chooseProblemIdea(ideas[2], true)
        phone.setProblemChoice(problem, "Sam sits beside me")
        phone.planProblem(problem, ProblemPlan("We call", whenWords = "Tuesday", reviewOn = "2026-11-24"))
        phone.setProblemPractised(problem, "2026-11-22")
        val solving = phone.problem(problem)
        assertEquals("I put the call off", solving.problem)
        assertEquals(
            listOf("Call with Sam" to true, "Write a letter" to false, "Go there" to false),
            solving.ideas.map { it.idea to it.chosen },
        )
        assertEquals("Sam sits beside me" to "We call", solving.run { choice to plan.what })
        assertEquals(Triple("2026-11-22", stuck, false), solving.run { Triple(practisedOn, about, lookBackToday) })
        assertTrue(ProblemPart.REVIEW in solving.empty)
        clock.set("2026-11-24T10:00")
        assertTrue(phone.problem(problem).lookBackToday)
        val back =
            phone.recordProblemReview(NewProblemReview(problem = problem, next = ProblemNext.KEEP))
                .idOf("problem_review")
        phone.editProblemReview(
            back,
            NewProblemReview(problem = problem, whatWorked = "We called", next = ProblemNext.SOLVED),
        )
        assertEquals(listOf("We called"), phone.problemReviews(problem, null).map { it.whatWorked })
        assertTrue(phone.problemReviews(problem, back).isEmpty())
        phone.setProblemState(problem, ProblemState.SOLVED)
        val screen = phone.problemSolving()
        assertTrue(screen.open.isEmpty())
        assertEquals(listOf(problem to null), screen.past.map { it.id to it.nextOpen })
        assertTrue(phone.problemsBefore(problem).isEmpty())

        // How the goal came about, the newest first.
        val story = phone.goalStory(goal, 0u)
        assertFalse(story.more)
        val (tried, began) = story.events.first() to story.events.last()
        assertEquals(GoalPart.Step(step), tried.part)
        assertEquals("Call the allotment" to "2026-11-22", tried.run { title to day })
        assertEquals(StepOutcome.NOT_YET, assertInstanceOf<GoalTurn.Tried>(tried.turn).result.result)
        assertEquals(GoalPart.LongTerm(goal), began.part)
        assertEquals(GoalTurn.Began(GoalState.ACTIVE), began.turn)
        assertEquals(story.events.size - 1, phone.goalStory(goal, 1u).events.size)
        leave(phone, "from_an_area_of_life_to_a_solved_problem")
        assertEquals(emptyList<String>(), log.codes)
    }
}
