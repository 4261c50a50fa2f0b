package org.handrail.ui

import org.handrail.EditSettings
import org.handrail.HowOften
import org.handrail.NewCopingStrategy
import org.handrail.NewHomework
import org.handrail.NewPerson
import org.handrail.NewSession
import org.handrail.Origin
import org.handrail.SessionKind
import org.junit.jupiter.api.Test

class HomePictures : Pictures() {
    private fun Phone.ana() = garden().also { record {
        saveHomework(NewHomework(title = "Walk to the park", whatExactly = "Once around the pond", origin = Origin.SELF_CHOSEN, howOften = HowOften.DAILY))
        saveCopingStrategy(NewCopingStrategy(name = "Listen to the sea \uD83C\uDF0A"))
        planSession(NewSession(day = "2026-11-24", time = "10:30", kind = SessionKind.INDIVIDUAL))
        addTalkAbout("Sleeping better")
    } }

    @Test
    fun todayOtherwise() = picture("today-otherwise", OTHERS) {
        ana()
        listOf("today")
    }

    @Test
    fun today() = picture("today") {
        ana()
        listOf("today")
    }

    @Test
    fun todayWithNothing() = picture("today-empty") { listOf("today") }

    @Test
    fun somethingNow() = picture("something-now") {
        ana()
        listOf("today", "something-now")
    }

    @Test
    fun somethingNowWithNothing() = picture("something-now-empty") { listOf("today", "something-now") }

    @Test
    fun helpNow() = picture("help-now") {
        record {
            savePerson(NewPerson(name = "Maya", relation = "my sister", phone = "020 7946 0123", helpNow = true))
            saveSettings(EditSettings(region = "GB", clinicLineName = "Riverside clinic", clinicLinePhone = "020 7946 0456", clinicLineHours = "Monday to Friday, 9 to 5"))
        }
        listOf("today", "help-now")
    }

    @Test
    fun helpNowWithNothing() = picture("help-now-empty") { listOf("today", "help-now") }

    @Test
    fun more() = picture("more") { listOf("today", "more") }

    @Test
    fun language() = picture("first-run-language") { listOf("first-run/language") }

    @Test
    fun whatThisIs() = picture("first-run-what") { listOf("first-run/what") }

    @Test
    fun settings() = picture("settings") { listOf("today", "settings") }
}
