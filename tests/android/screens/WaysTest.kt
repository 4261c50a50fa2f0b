package org.handrail.ui

import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextReplacement
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import org.handrail.AboutKind
import org.handrail.Ends
import org.handrail.Exactness
import org.handrail.HomeworkOutcome
import org.handrail.HowOften
import org.handrail.Importance
import org.handrail.NewHomework
import org.handrail.NewPerson
import org.handrail.NewReminder
import org.handrail.Origin
import org.handrail.Recurrence
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.When
import org.handrail.WishToChange
import org.handrail.ZonePolicy
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test

/** Ways through the app that are gone seldom, and what the phone does meanwhile. */
class WaysTest {
    private fun Seen.chooses(test: SkikoComposeUiTest, day: String) {
        test.onNode(hasText(day)).performClick()
        tap("shell-done")
    }

    @Test
    fun `a day and a time are chosen, changed and left open`() = Phone().use { phone ->
        phone.seen(listOf("today", "meetings", "meeting-form")) { test ->
            tap("shell-choose-day", of = "session-day")
            chooses(test, "Tuesday, November 24, 2026")
            assertTrue(reads("Tuesday 24 November"), "${read()}")
            tap("shell-choose-time", of = "session-time")
            val (hour, minute) = listOf("12", "00").map { hasSetTextAction() and hasText(it) }
            test.onNode(minute).performTextReplacement("30")
            test.onNode(hour).performTextReplacement("10")
            // This computer's clock has twelve hours.
            test.onNode(hasText("AM")).performClick()
            tap("shell-done")
            tap("shell-save")
        }
        val meeting = phone.record { sessions() }.next
        assertEquals("2026-11-24" to "10:30", meeting?.day to meeting?.time)
        phone.seen(listOf("today", "meetings", "meeting-form/${meeting?.id}")) { test ->
            tap("shell-choose-day", of = "session-day")
            // Looked at another one, and left it as it was.
            test.onNode(hasText("Wednesday, November 25, 2026")).performClick()
            tap("shell-not-now")
            tap("shell-no-time", of = "session-time")
            tap("shell-save")
        }
        assertEquals("2026-11-24" to null, phone.record { sessions() }.next?.run { day to time })
    }

    private fun Phone.reminder(title: String) = record {
        val schedule = Schedule(Recurrence("2026-11-21", Repeats.EveryDays(1u), Ends.Never), listOf(When.At("18:30")), ZonePolicy.Floating)
        saveReminder(NewReminder(title, AboutKind.OWN, null, schedule, Importance.NORMAL, Exactness.INEXACT))
    }

    @Test
    fun `a copy for the calendar says nothing that was not chosen`() = Phone().use { phone ->
        phone.reminder("Call Maya")
        phone.seen(listOf("today", "reminders", "calendar")) {
            tap("shell-next")
            tap("calendar-save")
            val plain = phone.ports.taken.getValue("handrail.ics").decodeToString()
            assertTrue("BEGIN:VEVENT" in plain && "Maya" !in plain, plain)
            tap("calendar-text-full")
            tap("shell-next")
            tap("calendar-save")
            assertTrue("Call Maya" in phone.ports.taken.getValue("handrail.ics").decodeToString())
        }
    }

    @Test
    fun `a reminder that was taken away is put back`() = Phone().use { phone ->
        phone.reminder("Call Maya")
        phone.seen(listOf("today", "reminders")) {
            tap("shell-remove", of = "Call Maya")
            assertTrue(phone.record { reminders() }.isEmpty())
            tap("shell-undo")
            assertTrue(reads("Call Maya"))
            assertFalse(reads("shell-undo"), "there is nothing more to take back")
        }
        assertEquals(1, phone.record { reminders() }.size)
    }

    @Test
    fun `a permission that was refused for good leaves the reminders in the app, and the way to the settings`() = Phone().use { phone ->
        phone.ports.notificationsAllowed = false
        phone.reminder("Call Maya")
        phone.seen(listOf("today", "reminders/ask")) {
            tap("reminders-allow")
            assertEquals(1, phone.ports.asked)
            assertTrue(reads("Call Maya"))
            tap("reminders-in-app")
            assertEquals("reminder-health", shell.here.key)
            tap("reminders-settings")
            assertEquals(1, phone.ports.settingsOpened)
        }
        assertEquals(1, phone.ports.asked, "never asked again by itself")
    }

    @Test
    fun `two areas of life are looked at, one is left open, and the rest waits`() = Phone().use { phone ->
        val before = phone.record { lifeAreas() }
        val areas = before.areas.size
        phone.seen(listOf("today", "life-areas")) {
            tap("life-areas-look")
            tap(before.steps[1].text)
            tap("life-area-rating-wish-to-change-yes")
            tap("shell-next")
            tap("shell-skip")
            shell.back()
            calm()
            assertTrue(reads("life-areas-go-on"))
        }
        val left = phone.record { lifeAreas() }
        assertEquals(areas - 2, left.open?.left?.size)
        val rated = left.areas.single { it.newest?.rating != null }
        assertEquals(1L to WishToChange.YES, rated.newest?.run { rating to wishToChange })
        phone.processEnds()
        phone.seen(listOf("today", "life-areas", "life-areas/rate")) {
            assertFalse(reads(rated.name.text), "not from the start again: ${read()}")
            repeat(areas - 2) { tap("shell-skip") }
            assertTrue(reads("life-areas-all-seen"))
            tap("shell-done")
            tap("life-area-make-a-goal", of = rated.name.text)
            type("long-term-goal-title", "See my friends")
            tap("shell-save")
        }
        assertEquals("See my friends", phone.record { goals() }.goals.single().title)
    }

    @Test
    fun `a wait is timed by hand and taken back`() = Phone().use { phone ->
        phone.seen(listOf("today", "coping", "coping-wait")) { test ->
            type("coping-wait-trouble", "The urge to shout")
            tap("shell-save")
            assertEquals("coping-wait", shell.here.key, "both strengths are needed")
            assertTrue(reads("coping-wait-both"))
            tap("8", of = "coping-wait-before")
            tap("3", of = "coping-wait-after")
            tap("shell-save")
            assertEquals(8L to 3L, phone.record { copingWaits(null) }.single().run { before to after })
            shell.go("coping-wait")
            calm()
            tap("The urge to shout")
            assertTrue(phone.record { copingWaits(null) }.isEmpty())
            tap("shell-undo")
            assertEquals(1, phone.record { copingWaits(null) }.size)
            test.waitForIdle()
        }
    }

    @Test
    fun `a practice goes step by step, back and again, and leads to how it was`() = Phone().use { phone ->
        val trouble = phone.record { copingLibrary() }.troubles.first { trouble -> trouble.strategies.any { it.guided } }
        val listed = trouble.strategies.first { it.guided }
        val mine = phone.record { addCopingFromLibrary(listed.id, trouble.id) }.records[0].id
        val steps = phone.record { guidedPractice(listed.id) }.steps.map { it.text }
        phone.seen(listOf("today", "coping-practice/${listed.id}")) {
            assertTrue(reads(steps[0]))
            tap("shell-next")
            assertTrue(reads(steps[1]))
            tap("shell-step-before")
            assertTrue(reads(steps[0]))
            repeat(steps.size) { tap("shell-next") }
            assertTrue(reads("coping-practice-end"))
            tap("coping-practice-again")
            assertTrue(reads(steps[0]))
            repeat(steps.size) { tap("shell-next") }
            tap("shell-done")
            assertEquals("coping-try/$mine", shell.here.key)
        }
    }

    @Test
    fun `clock and zone change while a screen is open`() = Phone().use { phone ->
        val walk = NewHomework("Walk to the park", origin = Origin.SELF_CHOSEN, howOften = HowOften.DAILY)
        val id = phone.record { saveHomework(walk) }.records[0].id
        fun days() = phone.record { homeworkResults(id) }.map { it.day to it.result }
        phone.seen(listOf("today", "homework", "homework-result/$id")) {
            // Over the night, and to Tokyo.
            phone.clock.zone = "Asia/Tokyo"
            phone.clock.at = phone.clock.at.plusDays(1)
            tap("homework-result-result-done")
            assertEquals(listOf("2026-11-22" to HomeworkOutcome.DONE), days())
            // A clock that was wrong and is set right: back by a month.
            phone.clock.at = phone.clock.at.minusMonths(1)
            shell.home()
            shell.go("check-in")
            calm()
            sound("check-in, a month ago")
            shell.go("meetings")
            calm()
            sound("meetings, a month ago")
        }
        phone.processEnds()
        phone.seen(listOf("today", "homework")) { assertTrue(reads("Walk to the park")) }
    }

    @Test
    fun `no room for a file that is taken out is said, and nothing is lost`() = Phone().use { phone ->
        phone.record { addTalkAbout("Sleeping better") }
        phone.ports.takesOutTo = "/dev/full"
        phone.seen(listOf("today", "take-out")) {
            tap("take-out-file")
            assertTrue(reads("error-storage-full"), "${read()}")
            phone.ports.takesOutTo = null
            tap("take-out-file")
            assertTrue(reads("take-out-done"), "${read()}")
        }
    }

    @Test
    fun `a phone that is full keeps what was typed on the screen, and saves it when there is room`() {
        val disk = Files.createTempDirectory("handrail-full")
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", "$disk"), "a small disk is mounted by root alone")
        try {
            Phone(folder = disk.resolve("phone")).use { phone -> full(phone, disk.resolve("photos").toFile()) }
        } finally {
            run("umount", "$disk")
            Files.deleteIfExists(disk)
        }
    }

    private fun full(phone: Phone, photos: File) {
        phone.record { savePerson(NewPerson(name = "Maya")) }
        phone.seen(listOf("today", "goals", "goal-form/new")) {
            type("long-term-goal-title", "Work in a garden")
            photos.outputStream().use { out -> runCatching { while (true) out.write(ByteArray(1024)) } }
            type("long-term-goal-why", "It calms me. ".repeat(400), pause = false)
            tap("shell-save")
            assertTrue(reads("error-storage-full"), "${read()}")
            assertTrue(reads("Work in a garden") && reads("It calms me."), "what was typed stays")
            assertTrue(photos.delete())
            tap("shell-save")
            assertEquals("Work in a garden", phone.record { goals() }.goals.single().title)
        }
    }

    private fun run(vararg command: String): Boolean =
        runCatching { ProcessBuilder(*command).redirectErrorStream(true).start().waitFor() == 0 }.getOrDefault(false)
}
