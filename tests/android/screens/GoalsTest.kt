package org.handrail.ui

import org.handrail.GoalState
import org.handrail.StepOutcome
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Ana chooses what she wants, and her first step; it does not work out twice, and something smaller is offered. */
class GoalsTest {
    private fun Phone.goal() = record { goals() }.goals.single()

    @Test
    fun `from the first start to the first step`() = Phone().use { phone ->
        phone.seen(listOf("first-run/language")) {
            tap("English")
            tap("shell-begin")
            tap("today-first-goal")
            tap("shell-goals-new")
            type("long-term-goal-title", "Work in a garden")
            tap("shell-save")
            assertEquals("goal/${phone.goal().id}", shell.here.key)
            tap("shell-goals-new-part")
            type("short-term-goal-title", "Two mornings outside")
            tap("shell-save")
            tap("shell-goals-new-step")
            type("step-title", "Call the allotment")
            tap("shell-save")
        }
        assertEquals("Call the allotment", phone.goal().shortTerm.single().steps.single().title)
        phone.seen { assertTrue("Call the allotment" in read(), "today names the step: ${read()}") }
    }

    @Test
    fun `not yet, twice, and a smaller step is offered`() = Phone().use { phone ->
        phone.garden()
        repeat(2) { day ->
            // Asked once a day.
            phone.clock.at = phone.clock.at.plusDays(day.toLong())
            phone.seen {
                tap("today-log-homework")
                tap("step-result-result-not-yet")
                tap("shell-save")
                assertEquals("today", shell.here.key)
            }
        }
        phone.seen(listOf("today", "goal/${phone.goal().id}")) {
            assertTrue(shell.strings.say("offer-smaller-or-problem-solving") in read(), "${read()}")
            tap("shell-make-smaller")
            type("step-title", "Find the number")
            tap("shell-save")
        }
        assertEquals("Find the number", phone.goal().shortTerm.single().steps.single().title)
    }

    @Test
    fun `an empty title is said at its field, and the rest stays`() = Phone().use { phone ->
        phone.seen(listOf("today", "goals", "goal-form/new")) {
            type("long-term-goal-why", "It calms me")
            tap("shell-save")
            assertEquals("goal-form/new", shell.here.key)
            assertTrue(shell.strings.say("error-reason-empty") in read(), "${read()}")
            assertTrue("It calms me" in read(), "${read()}")
        }
        assertEquals(emptyList<Any>(), phone.record { goals() }.goals)
    }

    @Test
    fun `a goal rests, and an undo takes it up again`() = Phone().use { phone ->
        phone.garden()
        phone.seen(listOf("today", "goals", "goal/${phone.goal().id}")) {
            tap("shell-goals-change")
            tap("shell-goals-to-paused")
            assertEquals(GoalState.PAUSED, phone.goal().state)
            tap("shell-undo")
            assertEquals(GoalState.ACTIVE, phone.goal().state)
            tap("shell-goals-to-paused")
            tap("goal-resume")
            assertEquals(GoalState.ACTIVE, phone.goal().state)
        }
    }

    @Test
    fun `the one button of a goal is what comes next, and its parts are folded up`() = Phone().use { phone ->
        phone.garden()
        val way = listOf("today", "goals", "goal/${phone.goal().id}")
        phone.seen(way) {
            assertTrue("Call the allotment" in read() && shell.strings.say("shell-goals-change-part") !in read(), "${read()}")
            tap("today-log-homework")
            assertEquals("step-result/${phone.goal().shortTerm.single().steps.single().id}", shell.here.key)
            tap("step-result-result-done")
            tap("shell-save")
            tap("shell-goals-new-step")
            assertEquals("step-form/${phone.goal().shortTerm.single().id}/new", shell.here.key)
        }
        phone.seen(way) {
            tap("Two mornings outside")
            tap("Call the allotment")
            tap("goal-resume")
            assertEquals(GoalState.ACTIVE, phone.goal().shortTerm.single().steps.single().state, "what was done is taken up again")
            tap("today-log-homework")
            tap("shell-goals-change-step")
            type("step-title", "Call Maya at the allotment")
            tap("shell-save")
        }
        assertEquals("Call Maya at the allotment", phone.goal().shortTerm.single().steps.single().title)
    }

    @Test
    fun `a goal that was reached is left in peace`() = Phone().use { phone ->
        phone.garden()
        phone.record { setLongTermGoalState(goals().goals.single().id, GoalState.REACHED) }
        phone.seen(listOf("today", "goals", "goal/${phone.goal().id}")) {
            assertTrue(shell.strings.say("goal-resume") !in read(), "${read()}")
            tap("shell-goals-change")
            tap("goal-resume")
        }
        assertEquals(GoalState.ACTIVE, phone.goal().state)
    }

    @Test
    fun `what was typed about a step outlives the process`() = Phone().use { phone ->
        phone.garden()
        val way = phone.seen {
            tap("today-log-homework")
            tap("step-result-result-partly")
            type("step-result-got-in-the-way", "It rained")
            shell.keys
        }
        phone.processEnds()
        phone.seen(way) {
            assertTrue("It rained" in read(), "${read()}")
            tap("shell-save")
        }
        val result = phone.goal().shortTerm.single().steps.single().newest
        assertEquals(StepOutcome.PARTLY to "It rained", result?.result to result?.gotInTheWay)
    }

    @Test
    fun `what is saved within a moment of typing is no draft of the next one`() = Phone().use { phone ->
        phone.seen(listOf("today", "goals", "goal-form/new")) {
            type("long-term-goal-title", "Work in a garden", pause = false)
            tap("shell-save")
            shell.home()
            shell.go("goal-form/new")
            calm()
            assertTrue("Work in a garden" !in read(), "${read()}")
        }
        assertEquals(emptyList<Any>(), phone.record { draft("goal-form/new") }.fields)
    }
}
