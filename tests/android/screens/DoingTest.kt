package org.handrail.ui

import org.handrail.BeginAs
import org.handrail.Helped
import org.handrail.HomeworkOutcome
import org.handrail.HowOften
import org.handrail.NewCopingStrategy
import org.handrail.NewHomework
import org.handrail.NewLongTermGoal
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.NewStepResult
import org.handrail.Origin
import org.handrail.ui.words.word
import org.handrail.StepOutcome
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A week of Ana's, as she taps and types it. */
class DoingTest {
    @Test
    fun `a step that is not done twice leads to step-by-step problem solving, which resumes where it was left`() = Phone().use { phone ->
        val step = phone.record {
            val goal = saveLongTermGoal(NewLongTermGoal("Work in a garden"), BeginAs.ACTIVE).records[0].id
            val part = saveShortTermGoal(NewShortTermGoal(goal, "Two mornings outside"), BeginAs.ACTIVE).records[0].id
            saveStep(NewStep(part, "Call the allotment"))
        }.records[0].id
        repeat(2) { phone.record { recordStep(NewStepResult(step, StepOutcome.NOT_YET)) } }
        val way = phone.seen(listOf("today", "problems")) {
            tap("Call the allotment")
            type("problem-problem", "Nobody answers the phone \u0645\u0631\u064a\u0645")
            shell.keys
        }
        phone.processEnds()
        phone.seen(way) {
            assertTrue("Nobody answers the phone \u0645\u0631\u064a\u0645" in read(), "what was typed is still there: ${read()}")
            tap("shell-save")
            type("problem-idea-idea", "Write a letter")
            tap("problem-add-idea")
            tap("shell-next")
        }
        val problem = phone.record { problemSolving() }.open.single()
        assertEquals(listOf("Write a letter"), problem.ideas.map { it.idea })
        phone.seen(listOf("today", "problems")) {
            tap(problem.problem)
            val left = shell.strings.say("problem-part-" + requireNotNull(problem.nextOpen).word())
            assertTrue(left in read(), "opens at $left: ${read()}")
        }
    }

    @Test
    fun `homework is logged in two taps from today, and taken back in one`() = Phone().use { phone ->
        phone.record { saveHomework(NewHomework("Walk to the park", origin = Origin.SELF_CHOSEN, howOften = HowOften.DAILY)) }
        phone.seen {
            tap("today-log-homework")
            tap("homework-result-result-done")
            assertEquals(HomeworkOutcome.DONE, phone.record { homework() }.due.plus(phone.record { homework() }.coming).single().newest?.result)
            tap("shell-undo")
            assertEquals("today", shell.here.key)
        }
        assertEquals(null, phone.record { homework() }.due.single().newest)
    }

    @Test
    fun `coping is tried, and rated later`() = Phone().use { phone ->
        val strategy = phone.record { saveCopingStrategy(NewCopingStrategy("Listen to the sea \uD83C\uDF0A")) }.records[0].id
        phone.seen(listOf("today", "coping")) {
            tap("Listen to the sea \uD83C\uDF0A")
            assertEquals("coping-try/$strategy", shell.here.key)
            tap("coping-tried-it")
        }
        val entry = phone.record { coping() }.recent.single()
        assertEquals(null, entry.helped)
        phone.seen(listOf("today", "coping-try/rate/${entry.id}")) {
            tap("coping-entry-helped-a-lot")
            tap("shell-save")
        }
        assertEquals(Helped.A_LOT, phone.record { coping() }.recent.single().helped)
    }
}
