package org.handrail.ui

import org.handrail.NewPerson
import org.handrail.NewPlanLine
import org.handrail.NewStressLine
import org.handrail.PlanPart
import org.handrail.StressPart
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class PlanTest {
    @Test
    fun thePlanIsOneTapFromTodayAndItsCopyIsGiven() = Phone().use { phone ->
        phone.record {
            savePerson(NewPerson("Maya"))
            addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, 1, "Walk by the river"))
            usePlan("")
        }
        phone.seen(listOf("today")) {
            tap("today-quick-help-plan")
            assertEquals("plan", shell.here.key)
            tap("plan-give-copy")
            tap("Maya")
            tap("plan-give-copy")
            assertEquals("plan", shell.here.key)
        }
        val given = phone.ports.given.single()
        assertTrue("Walk by the river" in given && "What I do myself" in given, given)
        assertEquals(listOf("Maya"), phone.record { planKeeping() }.copies.map { it.holder })
    }

    @Test
    fun aCopyForNobodyIsNotGiven() = Phone().use { phone ->
        phone.record { addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, 1, "Walk by the river")) }
        phone.seen(listOf("plan", "plan-copy")) {
            tap("plan-give-copy")
            assertTrue(shell.strings.say("error-reason-empty") in read())
        }
        assertTrue(phone.ports.given.isEmpty())
    }

    @Test
    fun usingItIsTakenBackAndEnded() = Phone().use { phone ->
        phone.record { addPlanLine(NewPlanLine(PlanPart.WHAT_HELPS, 1, "Walk by the river")) }
        phone.seen(listOf("today", "plan")) {
            tap("plan-event-event-use-began")
            assertEquals("2026-11-21", phone.record { planKeeping() }.inUse?.since)
            tap("shell-undo")
            assertEquals(null, phone.record { planKeeping() }.inUse)
            tap("plan-event-event-use-began")
            tap("plan-event-event-use-ended")
            assertEquals(null, phone.record { planKeeping() }.inUse)
        }
    }

    @Test
    fun aVeryLongLineInTwoDirectionsIsKeptWhole() = Phone().use { phone ->
        val words = "اتصل بي يا عمر, then I walk to Maya’s on Elm Street 12. ".repeat(60).trim()
        phone.seen(listOf("plan", "plan-line-form/wishes")) {
            type("plan-line-wording", words)
            tap("shell-save")
            assertEquals("plan", shell.here.key)
            assertTrue(words in read())
        }
        assertEquals(words, phone.record { plan() }.parts.flatMap { it.lines }.single().wording)
        // And it is drawn whole, on a narrow screen with large letters.
        for (setting in SETTINGS) drawn(phone, listOf("today", "plan"), setting)
    }

    @Test
    fun linesAreMovedTakenAwayAndPutBack() = Phone().use { phone ->
        val second = phone.record {
            addStressLine(NewStressLine(StressPart.HASSLE, wording = "The neighbours’ music"))
            addStressLine(NewStressLine(StressPart.HASSLE, wording = "Letters from the bank"))
        }.records[0].id
        fun hassles() = phone.record { stress() }.parts.first { it.part == StressPart.HASSLE }.lines.map { it.wording }
        phone.seen(listOf("stress", "stress-line-form/$second")) {
            tap("lines-up")
            assertEquals(listOf("Letters from the bank", "The neighbours’ music"), hassles())
            tap("shell-remove")
            assertEquals("stress" to listOf("The neighbours’ music"), shell.here.key to hassles())
            tap("shell-undo")
            assertEquals(listOf("Letters from the bank", "The neighbours’ music"), hassles())
            tap("lines-print")
        }
        assertTrue("Letters from the bank" in phone.ports.printed.single())
    }

    @Test
    fun theSafetyPlanIsHiddenUntilItIsOpenedAndPutAway() = Phone().use { phone ->
        phone.seen(listOf("more", "safety-plan")) {
            val part = shell.strings.say("safety-line-part-a-safe-place")
            assertFalse(part in read())
            tap("lines-open")
            assertTrue(part in read())
            shell.go("safety-line-form/a-safe-place")
            calm()
            type("safety-line-wording", "Leo keeps my tablets")
            tap("shell-save")
            assertTrue("Leo keeps my tablets" in read())
            tap("lines-put-away")
            assertFalse("Leo keeps my tablets" in read())
            tap("shell-undo")
            assertTrue("Leo keeps my tablets" in read())
        }
    }
}
