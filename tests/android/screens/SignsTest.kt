package org.handrail.ui

import org.handrail.NewWarningSign
import org.handrail.RuleCondition
import org.handrail.SignState
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class SignsTest {
    private fun Phone.sign(words: String, emergency: Boolean = false) =
        record { saveWarningSign(NewWarningSign(words, scale = 3, emergency = emergency)) }.records[0].id

    @Test
    fun aCheckInTakesTwoTapsAndLeavesTheRestOut() = Phone().use { phone ->
        val sleep = phone.sign("I sleep badly")
        phone.seen(listOf("today", "check-in")) {
            tap("warning-sign-rating-1")
            tap("shell-save")
            assertEquals("today", shell.here.key)
        }
        val made = phone.record { signs() }.recent.single()
        assertEquals(listOf(sleep to 1L), made.ratings.map { it.sign to it.rating })
    }

    @Test
    fun whatIsTakenAwayComesBack() = Phone().use { phone ->
        phone.sign("I sleep badly")
        phone.seen(listOf("today", "check-in")) {
            tap("warning-sign-rating-2")
            type("check-in-note", "The heating was off \u2014 כל הלילה")
            tap("shell-save")
        }
        val id = phone.record { signs() }.recent.single().id
        phone.seen(listOf("check-ins", "check-in/$id")) {
            tap("shell-remove")
            assertTrue(phone.record { signs() }.recent.isEmpty())
            tap("shell-undo")
            assertEquals("The heating was off \u2014 כל הלילה", phone.record { signs() }.recent.single().note)
        }
    }

    @Test
    fun myEmergencySignOpensHelpAtOnce() = Phone().use { phone ->
        phone.sign("Voices tell me to go", emergency = true)
        phone.seen(listOf("today", "check-in")) {
            tap("warning-sign-rating-3")
            tap("shell-save")
            assertEquals(listOf("today", "help-now"), shell.keys)
        }
    }

    @Test
    fun aRuleIsSaidBackAndKept() = Phone().use { phone ->
        val sleep = phone.sign("I sleep badly")
        phone.seen(listOf("today", "signs", "own-rule-form")) {
            tap("own-rule-condition-at-least")
            tap("warning-sign-rating-2")
            type("own-rule-action", "call Maya")
            assertTrue("If “I sleep badly” is at least quite a bit, I call Maya" in read(), "${read()}")
            tap("shell-save")
        }
        val rule = phone.record { signs() }.rules.single()
        assertEquals(listOf(sleep, RuleCondition.AT_LEAST, 2L, "call Maya"), listOf(rule.sign, rule.condition, rule.level, rule.action))
    }

    @Test
    fun aSignIsAddedWithoutWordsOnlyAfterSomeWereGiven() = Phone().use { phone ->
        phone.seen(listOf("signs", "sign-form")) {
            tap("shell-save")
            assertTrue(shell.strings.say("error-reason-empty") in read())
            type("warning-sign-wording", "I stay in bed")
            assertFalse(shell.strings.say("error-reason-empty") in read())
            tap("shell-save")
            assertEquals("signs", shell.here.key)
        }
        val sign = phone.record { signs() }.signs.single()
        assertEquals("I stay in bed" to SignState.FOLLOWING, sign.wording to sign.state)
    }

    @Test
    fun myUsualIsOnOnlyWhenIWant() = Phone().use { phone ->
        phone.seen(listOf("signs", "usual")) {
            tap("setting-usual-on")
            assertTrue(phone.record { settings() }.usualOn)
            assertTrue(read().any { shell.strings.say("usual-state-learning") in it }, "${read()}")
            tap("setting-usual-sensitivity-quieter")
            tap("setting-usual-on")
        }
        assertFalse(phone.record { settings() }.usualOn)
    }
}
