package org.handrail.ui

import org.handrail.NewSession
import org.handrail.PacketState
import org.handrail.SessionKind
import org.handrail.SessionState
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What Ana shows and sends: she sees it first, and what she leaves out is nowhere. */
class SharingTest {
    @Test
    fun `a line is written, talked about, and taken up again`() = Phone().use { phone ->
        phone.seen(listOf("today", "talk-about")) {
            type("talk-about-wording", "Sleeping better")
            tap("shell-save")
            assertEquals(listOf("Sleeping better"), phone.record { talkAbout() }.open.map { it.wording })
            tap("talk-about-state-talked")
            assertTrue(phone.record { talkAbout() }.open.isEmpty())
            tap("shell-undo")
            assertEquals(1, phone.record { talkAbout() }.open.size)
        }
    }

    @Test
    fun `a meeting took place, and its sheet makes a note`() = Phone().use { phone ->
        val id = phone.record { planSession(NewSession(day = "2026-11-20", kind = SessionKind.PHONE)) }.records[0].id
        phone.seen(listOf("today", "meetings", "meeting-form/$id")) {
            tap("session-state-held")
            assertEquals("meeting-sheet/$id", shell.here.key)
            type("session-topics", "Sleep \uD83C\uDF19")
            type("session-minutes", "45")
            tap("shell-save")
            assertEquals("meetings", shell.here.key)
        }
        val kept = phone.record { sessionSheet(id) }
        assertEquals(Triple(SessionState.HELD, "Sleep \uD83C\uDF19", 45L), Triple(kept.session.state, kept.sheet.topics, kept.sheet.minutes))
        phone.seen(listOf("today", "meetings", "meeting-sheet/$id")) {
            tap("shell-give")
            assertTrue("Sleep" in phone.ports.given.single())
        }
    }

    @Test
    fun `a review is seen, a line left out, shown and printed, with nobody paired and no network`() = Phone().use { phone ->
        phone.record { addTalkAbout("Sleeping better") }
        phone.seen(listOf("today", "review")) {
            assertTrue(reads(shell.strings.say("review-shown-only")))
            tap("review-concept-talk-about")
            assertTrue(reads("Sleeping better"))
            tap("review-print")
            assertTrue("Sleeping better" in phone.ports.printed.last())

            tap("review-leave-out")
            assertFalse(reads("Sleeping better"), "left out: ${read()}")
            tap("review-print")
            assertFalse("Sleeping better" in phone.ports.printed.last(), "no trace on paper")
            tap("review-show")
            assertFalse(reads("Sleeping better") || reads(shell.strings.say("review-left-out")), "no trace on the screen: ${read()}")
            tap("shell-close")
            tap("review-concept-talk-about")
            tap("review-put-in")
            tap("review-show")
            assertTrue(reads("Sleeping better"))
        }
    }

    @Test
    fun `folded up, the page says what goes in, and all of one thing is left out and put in again at once`() = Phone().use { phone ->
        phone.record {
            addTalkAbout("Sleeping better")
            addTalkAbout("My sister \u0645\u0631\u064a\u0645")
        }
        fun Seen.lines(id: String, count: Long) = shell.strings.say(id, "count" to count)
        val way = phone.seen(listOf("today", "review")) {
            assertTrue(reads(lines("review-lines-in", 2)) && !reads("Sleeping better"), "folded up: ${read()}")
            tap("review-concept-talk-about")
            tap("review-leave-all-out")
            assertTrue(reads(lines("review-lines-out", 2)) && !reads(lines("review-lines-in", 1)), "${read()}")
            assertFalse(reads("Sleeping better"), "${read()}")
            shell.keys
        }
        phone.processEnds()
        phone.seen(way) {
            assertTrue(reads(lines("review-lines-out", 2)), "still left out: ${read()}")
            tap("review-concept-talk-about")
            tap("review-put-all-in")
            assertTrue(reads("Sleeping better") && reads(lines("review-lines-in", 2)), "${read()}")
        }
    }

    @Test
    fun `what is switched on stays on, and is said without a tap`() = Phone().use { phone ->
        phone.seen(listOf("today", "review")) {
            assertTrue(reads(shell.strings.say("review-always-none")), "${read()}")
            tap("review-always")
            tap("review-switch-plan")
        }
        phone.processEnds()
        phone.seen(listOf("today", "review")) {
            assertTrue(reads(shell.strings.say("review-always-these", "what" to shell.strings.say("review-switch-plan"))), "${read()}")
        }
        assertTrue(phone.record { preview(review(org.handrail.Period.SinceLastMeeting), org.handrail.Choices()) }.switches.plan)
    }

    @Test
    fun `a code that is none is said at its field, and no connection calmly`() = Phone().use { phone ->
        phone.seen(listOf("today", "readers", "pair")) {
            type("pair-type", "https://example.org")
            tap("shell-next")
            assertEquals("pair", shell.here.key)
            assertTrue(reads(shell.strings.say("error-reason-malformed")), "${read()}")
        }
        assertTrue(phone.record { readers() }.isEmpty())
    }

    @Test
    fun `two people pair at one table, a page goes, is opened, and the sharing ends`() {
        Clinic.needed()
        Phone().use { phone ->
            val sam = Practitioner("Sam", System.nanoTime())
            phone.record { addTalkAbout("The bus") }
            phone.ports.scans += sam.ask("invite", "name" to "Ana").text("qr")
            phone.seen(listOf("today", "readers", "pair")) {
                tap("code-scan")
                assertTrue(reads("Sam"))
                val there = sam.later("pair_words")
                tap("pair-go")
                val words = there.get().texts("words")
                assertTrue(words.size == 4 && words.all { reads(it) }, "$words, here ${read()}")
                val yes = sam.later("pair_yes")
                tap("reader-words-same")
                assertEquals("readers", shell.here.key)
                phone.syncs()
                val mailbox = yes.get().text("client")
                calm()
                assertTrue(reads("Sam"))

                shell.go("review")
                calm()
                tap(shell.strings.say("review-send", "name" to "Sam"))
                assertEquals("sent", shell.here.key)
                tap("sent-now")
                assertEquals(PacketState.DELIVERED, phone.record { packets() }.single().state)
                sam.ask("take_in")
                assertTrue("The bus" in sam.ask("open", "client" to mailbox).text)
                shell.back()
                calm()
                tap("readers-remove")
                tap("readers-remove-yes")
            }
            assertTrue(phone.record { readers() }.isEmpty())
        }
    }

    @Test
    fun `other words end it on both sides`() {
        Clinic.needed()
        Phone().use { phone ->
            val sam = Practitioner("Sam", System.nanoTime())
            phone.ports.scans += sam.ask("invite", "name" to "Ana").text("qr")
            phone.seen(listOf("today", "readers", "pair")) {
                tap("code-scan")
                val there = sam.later("pair_words")
                tap("pair-go")
                there.get()
                tap("reader-words-different")
                assertTrue(reads(shell.strings.say("pair-different")), "${read()}")
                assertTrue(reads(shell.strings.say("pair-what")), "it can be started again")
            }
            assertTrue(phone.record { readers() }.isEmpty())
        }
    }
}
