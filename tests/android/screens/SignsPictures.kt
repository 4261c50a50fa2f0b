package org.handrail.ui

import org.handrail.EditSettings
import org.handrail.NewCheckIn
import org.handrail.NewOwnRule
import org.handrail.NewWarningSign
import org.handrail.RuleCondition
import org.handrail.SignRating
import org.junit.jupiter.api.Test

class SignsPictures : Pictures() {
    /** Forty days of ratings, with days left out. */
    private fun Phone.ben(): Pair<String, String> {
        val sleep = record { saveWarningSign(NewWarningSign("I sleep badly", scale = 3, keySign = true)) }.records[0].id
        val alone = record { saveWarningSign(NewWarningSign("I stay away from people, even from my sister", scale = 10)) }.records[0].id
        val rule = record {
            saveSettings(EditSettings(usualOn = true))
            saveOwnRule(NewOwnRule(sleep, RuleCondition.IN_A_ROW, level = 2, count = 3, outOf = 3, action = "call Maya and go to bed at ten"))
        }.records[0].id
        val today = clock.at
        for (ago in 40 downTo 1) {
            clock.at = today.minusDays(ago.toLong())
            if (ago % 5 != 0) record { recordCheckIn(NewCheckIn(listOf(SignRating(sleep, if (ago < 4) 3L else ago % 2L), SignRating(alone, if (ago < 4) 9L else ago % 4L)))) }
        }
        clock.at = today
        return sleep to rule
    }

    @Test
    fun checkInOtherwise() = picture("check-in-otherwise", OTHERS) {
        ben()
        listOf("today", "check-in")
    }

    @Test
    fun checkIn() = picture("check-in") {
        ben()
        listOf("today", "check-in")
    }

    @Test
    fun checkInWithNothing() = picture("check-in-empty") { listOf("today", "check-in") }

    @Test
    fun checkIns() = picture("check-ins") {
        ben()
        listOf("signs", "check-ins")
    }

    @Test
    fun signs() = picture("signs") {
        ben()
        listOf("today", "signs")
    }

    @Test
    fun signsWithNothing() = picture("signs-empty") { listOf("today", "signs") }

    @Test
    fun signForm() = picture("sign-form") { listOf("signs", "sign-form/${ben().first}") }

    @Test
    fun signFormNew() = picture("sign-form-empty") { listOf("signs", "sign-form") }

    @Test
    fun ownRuleForm() = picture("own-rule-form") { listOf("signs", "own-rule-form/${ben().second}") }

    @Test
    fun usual() = picture("usual") {
        ben()
        listOf("signs", "usual")
    }

    @Test
    fun usualOff() = picture("usual-empty") { listOf("signs", "usual") }

    @Test
    fun goodTime() = picture("good-time-form") { listOf("usual", "good-time-form") }
}
