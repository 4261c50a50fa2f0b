package org.handrail.ui

import org.handrail.Choices
import org.handrail.HowOften
import org.handrail.NewHomework
import org.handrail.NewSession
import org.handrail.Origin
import org.handrail.Period
import org.handrail.SessionKind
import org.handrail.SessionSheet
import org.junit.jupiter.api.Test

class SharingPictures : Pictures() {
    private fun Phone.ana() = record {
        addTalkAbout("Sleeping better")
        addTalkAbout("Whether to tell my sister \uD83C\uDF3B")
        saveHomework(NewHomework(title = "Walk to the park", whatExactly = "Once around the pond", origin = Origin.SELF_CHOSEN, howOften = HowOften.DAILY))
        val last = planSession(NewSession(day = "2026-11-17", time = "10:30", kind = SessionKind.INDIVIDUAL)).records[0].id
        markSessionHeld(last)
        planSession(NewSession(day = "2026-11-24", time = "10:30", kind = SessionKind.INDIVIDUAL, place = "Riverside clinic", agenda = "The walk, and sleep"))
        last
    }

    @Test
    fun reviewOtherwise() = picture("review-otherwise", OTHERS) {
        ana()
        listOf("today", "review")
    }

    @Test
    fun talkAbout() = picture("talk-about") {
        ana()
        listOf("today", "talk-about")
    }

    @Test
    fun talkAboutWithNothing() = picture("talk-about-empty") { listOf("today", "talk-about") }

    @Test
    fun meetings() = picture("meetings") {
        ana()
        listOf("today", "meetings")
    }

    @Test
    fun meetingsWithNothing() = picture("meetings-empty") { listOf("today", "meetings") }

    @Test
    fun aMeetingIsPlanned() = picture("meeting-form") { listOf("today", "meetings", "meeting-form") }

    @Test
    fun theDayOfAMeeting() = picture("day-dialog", life = { listOf("today", "meetings", "meeting-form") }, targets = false) {
        tap("shell-choose-day", of = "session-day")
    }

    @Test
    fun theTimeOfAMeeting() = picture("time-dialog", life = { listOf("today", "meetings", "meeting-form") }, targets = false) {
        tap("shell-choose-time", of = "session-time")
    }

    @Test
    fun theSheetOfAMeeting() = picture("meeting-sheet") {
        val last = ana()
        record { fillSession(last, SessionSheet(topics = "Sleep", minutes = 45, practised = "Slow breathing")) }
        listOf("today", "meetings", "meeting-sheet/$last")
    }

    @Test
    fun review() = picture("review") {
        ana()
        listOf("today", "review")
    }

    @Test
    fun reviewWithNothing() = picture("review-empty") { listOf("today", "review") }

    @Test
    fun sentWithNothing() = picture("sent-empty") { listOf("today", "sent") }

    @Test
    fun nobodyReads() = picture("readers-empty") { listOf("today", "readers") }

    @Test
    fun pair() = picture("pair") { listOf("today", "readers", "pair") }

    @Test
    fun nobodyIsIntroduced() = picture("introductions-empty") { listOf("today", "introductions") }

    @Test
    fun samReads() {
        if (!Clinic.there) return
        val sam = Practitioner("Sam", System.nanoTime())
        for (name in listOf("readers", "sent", "review-to-sam", "helped-path")) {
            picture(name) {
                ana()
                sam.pair(this)
                if (name == "sent") record { review(Period.SinceLastMeeting).use { share(preview(it, Choices()).preview) } }
                listOf("today", name.substringBefore("-to"))
            }
        }
    }
}
