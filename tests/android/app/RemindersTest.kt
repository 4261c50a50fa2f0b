package org.handrail.app

import java.time.ZoneId
import java.time.ZoneOffset
import kotlinx.coroutines.runBlocking
import org.handrail.Channel
import org.handrail.EditSettings
import org.handrail.Exactness
import org.handrail.HealthFinding
import org.handrail.LockScreenWords
import org.handrail.NotificationAction
import org.handrail.OccurrenceBecame
import org.handrail.Repeats
import org.handrail.ZonePolicy
import org.handrail.app.reminders.Zones
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Reminders on a phone that wakes the app, with the real core: what comes, when, and what is said of it. */
class RemindersTest {
    private val phones = mutableListOf<Phone>()

    private fun phone(at: String, zone: String = "Europe/London", zones: Zones? = null) = Phone(at, zone, zones).also { phones += it }

    @AfterEach
    fun close() = phones.forEach { it.close() }

    @Test
    fun marys_two_reminders_come_at_their_times_and_there_is_one_alarm() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00", "17:30")
        mary.settle()
        assertEquals("2026-11-21T09:00", mary.alarmAt().toString(), "one alarm, for the first")
        mary.until("2026-11-22T12:00")
        assertEquals(listOf("2026-11-21T09:00", "2026-11-21T17:30", "2026-11-22T09:00"), mary.cameAt())
        val first = mary.came.first().second
        assertEquals(Channel.PRACTICE, first.channel)
        assertEquals("You have a reminder.", first.open)
        assertEquals(first.open, first.closed, "what it is about is nobody's business, unless she chose otherwise")
        assertEquals(
            listOf("Done", "Later", "Not today"),
            first.actions.map { (_, label) -> label },
        )
        assertEquals(setOf("Things to do", "Checking in", "Appointments"), mary.channels.values.toSet())
        assertEquals(emptyList<String>(), mary.log.codes)
    }

    @Test
    fun settling_twice_changes_nothing() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00")
        mary.settle()
        val (alarm, remembered) = mary.alarm to mary.remembered
        val changed = mutableListOf<Any>()
        runBlocking {
            val heard = org.handrail.app.Heard(this, mary.store.changes, changed)
            mary.reminders.settle()
            mary.reminders.settle()
            heard.stop()
        }
        assertEquals(alarm to remembered, mary.alarm to mary.remembered)
        assertEquals(emptyList<Any>(), changed, "a plan that changes nothing is not told, or one would lead to the next for ever")
        assertTrue(mary.came.isEmpty())
    }

    @Test
    fun following_a_plan_is_told_to_no_screen() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00")
        val changed = mutableListOf<Any>()
        runBlocking {
            val heard = Heard(this, mary.store.changes, changed)
            mary.reminders.settle()
            heard.stop()
        }
        assertTrue(mary.alarm != null)
        assertEquals(emptyList<Any>(), changed)
    }

    @Test
    fun her_own_words_are_kept_from_the_locked_screen_too_where_she_chose_them() {
        val mary = phone("2026-11-21T07:00")
        mary.write { saveSettings(EditSettings(lockScreenWords = LockScreenWords.FULL)) }
        mary.ask("Walk round the pond", "09:00")
        mary.settle()
        mary.until("2026-11-21T10:00")
        val notice = mary.came.single().second
        assertTrue("pond" in notice.closed)
        assertFalse("pond" in notice.open, "the public version stays neutral")
    }

    @Test
    fun a_phone_that_was_off_shows_one_quiet_one_from_earlier_and_goes_on() {
        val joe = phone("2026-11-21T07:00")
        joe.ask("Ring my brother", "08:00")
        joe.ask("Water the tomatoes", "09:00")
        joe.ask("Read ten pages", "10:00", "19:00")
        joe.settle()
        joe.offUntil("2026-11-21T15:00")
        assertEquals(listOf("2026-11-21T15:00"), joe.cameAt(), "three went by, and one comes")
        val notice = joe.came.single().second
        assertTrue(notice.quietly)
        assertEquals("From earlier today: you have a reminder.", notice.open)
        assertEquals("2026-11-21T19:00", joe.alarmAt().toString())
        joe.until("2026-11-21T20:00")
        assertEquals(2, joe.came.size)
        assertFalse(joe.came.last().second.quietly)
    }

    @Test
    fun nothing_of_yesterday_comes_after_a_night_off() {
        val joe = phone("2026-11-21T07:00")
        joe.ask("Ring my brother", "20:00")
        joe.settle()
        joe.offUntil("2026-11-22T09:00")
        assertTrue(joe.came.isEmpty())
        assertEquals("2026-11-22T20:00", joe.alarmAt().toString())
        val health = joe.read { reminderHealth(joe.facts()) }
        assertEquals(OccurrenceBecame.NOT_SHOWN, health.lastDue?.became, "the health page tells of it")
    }

    @Test
    fun a_phone_that_holds_the_alarm_back_is_late_once_and_not_in_a_burst() {
        val joe = phone("2026-11-21T07:00")
        joe.ask("Ring my brother", "08:00")
        joe.ask("Water the tomatoes", "08:40")
        joe.ask("Read ten pages", "09:20")
        joe.settle()
        joe.until("2026-11-21T12:00", lateMin = 100)
        // 08:00 comes at 09:40, together with the other two.
        assertEquals(listOf("2026-11-21T09:40"), joe.cameAt())
        assertFalse(joe.came.single().second.quietly, "within two hours it is not from earlier")
        val due = joe.read { reminderHealth(joe.facts()) }.recent
        assertEquals(List(3) { OccurrenceBecame.SHOWN }, due.map { it.became })
        assertEquals(listOf(20L, 60L, 100L), due.mapNotNull { it.lateMin }.sorted())
    }

    @Test
    fun the_process_may_be_ended_between_plan_and_alarm() {
        val amina = phone("2026-11-21T07:00")
        amina.ask("Ring my brother", "08:00")
        amina.settle()
        amina.processEnds()
        amina.until("2026-11-21T09:00")
        assertEquals(listOf("2026-11-21T08:00"), amina.cameAt())

        // What was remembered may be gone too: it is planned anew, and comes with the next minute.
        amina.processEnds()
        amina.remembered = null
        amina.clock.set("2026-11-22T08:20")
        amina.alarm = null
        amina.settle()
        amina.until("2026-11-22T09:00")
        assertEquals(listOf("2026-11-21T08:00", "2026-11-22T08:21"), amina.cameAt())
    }

    @Test
    fun what_is_remembered_reads_back_and_half_of_it_too() {
        val amina = phone("2026-11-21T07:00")
        amina.ask("Call home", "12:00", zone = ZonePolicy.Pinned("Asia/Karachi"))
        amina.ask("Drink water", "08:00", repeats = Repeats.Once, from = "2026-11-22")
        amina.settle()
        val text = checkNotNull(amina.remembered)
        assertFalse("Call" in text || "water" in text)
        val standing = org.handrail.app.reminders.Standing.read(text)
        assertEquals(text, standing.written())
        val torn = org.handrail.app.reminders.Standing.read(text.dropLast(text.length / 2) + "\nheld\tbroken\n")
        assertTrue(torn.held.size < standing.held.size && standing.held.containsAll(torn.held.filter { it.mark.length == 12 }))
    }

    @Test
    fun a_flight_moves_what_floats_and_not_what_is_pinned() {
        val amina = phone("2026-11-21T07:00")
        amina.ask("Stretch", "09:00")
        amina.ask("Call home", "20:00", zone = ZonePolicy.Pinned("Europe/London"))
        amina.settle()
        amina.until("2026-11-21T10:00")
        amina.clock.zone = "America/New_York" // 05:00 there
        amina.settle()
        assertEquals("2026-11-21T15:00", amina.alarmAt().toString(), "20:00 in London")
        amina.until("2026-11-22T12:00")
        assertEquals(listOf("2026-11-21T09:00", "2026-11-21T15:00", "2026-11-22T09:00"), amina.cameAt())
    }

    @Test
    fun the_clock_is_set_forward_and_back() {
        val joe = phone("2026-11-21T07:00")
        joe.ask("Ring my brother", "09:00")
        joe.settle()
        joe.clock.set("2026-11-21T09:30")
        joe.settle()
        assertEquals(listOf("2026-11-21T09:30"), joe.cameAt())
        joe.clock.set("2026-11-21T08:30")
        joe.settle()
        joe.until("2026-11-21T12:00")
        assertEquals(1, joe.came.size, "it came already")
        assertEquals("2026-11-22T03:00", joe.alarmAt().toString(), "the next is tomorrow's; a new day begins before it")
        joe.until("2026-11-22T10:00")
        assertEquals("2026-11-22T09:00", joe.cameAt().last())
    }

    @Test
    fun a_time_that_the_clock_jumps_over_comes_an_hour_later_and_one_that_comes_twice_comes_once() {
        val joe = phone("2026-03-28T20:00")
        joe.ask("Look at the stars", "01:30")
        joe.settle()
        joe.until("2026-03-29T12:00")
        assertEquals(listOf("2026-03-29T02:30"), joe.cameAt())
        val ada = phone("2026-10-24T20:00")
        ada.ask("Look at the stars", "01:30")
        ada.settle()
        ada.until("2026-10-25T12:00")
        assertEquals(listOf(ms("2026-10-25T01:30", "Europe/London")), ada.came.map { (at, _) -> at.toInstant(ZoneOffset.ofHours(1)).toEpochMilli() })
    }

    @Test
    fun where_the_phones_tables_differ_the_phone_is_right_and_one_line_says_so() {
        // A phone whose tables know that London stays an hour ahead for good.
        val zones = Zones { ZoneId.of(if (it == "Europe/London") "Etc/GMT-1" else it).rules }
        val ada = phone("2026-11-21T07:00", "Asia/Karachi", zones)
        ada.ask("Call home", "20:00", zone = ZonePolicy.Pinned("Europe/London"))
        ada.settle()
        ada.settle()
        assertEquals("2026-11-22T00:00", ada.alarmAt().toString(), "19:00 UTC, and by the core's tables 20:00 UTC")
        assertEquals(1, ada.log.codes.count { it.startsWith("reminders.tables.differ:") }, ada.log.codes.toString())
    }

    @Test
    fun a_time_that_is_jumped_over_by_the_cores_tables_alone_comes_as_it_was_asked_for() {
        // A phone whose tables know that London gave its summer time up.
        val zones = Zones { ZoneId.of(if (it == "Europe/London") "UTC" else it).rules }
        val ada = phone("2026-03-28T12:00", "Asia/Karachi", zones)
        ada.ask("Look at the stars", "01:30", zone = ZonePolicy.Pinned("Europe/London"), from = "2026-03-29")
        ada.settle()
        ada.until("2026-03-29T12:00")
        assertEquals(listOf("2026-03-29T06:30"), ada.cameAt(), "01:30 there, and not 02:30")
    }

    @Test
    fun a_zone_that_the_phone_does_not_know_comes_by_the_cores_tables() {
        val zones = Zones { name -> if (name == "Europe/London") null else ZoneId.of(name).rules }
        val ada = phone("2026-11-21T07:00", "Asia/Karachi", zones)
        ada.ask("Call home", "20:00", zone = ZonePolicy.Pinned("Europe/London"))
        ada.settle()
        assertEquals("2026-11-22T01:00", ada.alarmAt().toString())
    }

    @Test
    fun permission_taken_away_and_given_back() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00", "18:00")
        mary.settle()
        mary.allowed = false
        mary.settle()
        assertEquals("2026-11-22T03:00", mary.alarmAt().toString(), "nothing but the new day")
        mary.until("2026-11-21T12:00")
        assertTrue(mary.came.isEmpty())
        assertEquals(HealthFinding.NOTIFICATIONS_OFF, mary.read { reminderHealth(mary.facts()) }.lines.first().finding)
        mary.allowed = true
        mary.settle()
        mary.until("2026-11-21T20:00")
        assertEquals(listOf(true, false), mary.came.map { (_, notice) -> notice.quietly }, "one from earlier, and the evening's")
    }

    @Test
    fun a_channel_that_is_off_is_told_and_not_tried_every_minute() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00")
        mary.settle()
        mary.channelsOff = listOf(Channel.PRACTICE)
        mary.until("2026-11-21T23:00")
        assertTrue(mary.came.isEmpty())
        assertEquals(OccurrenceBecame.COULD_NOT_BE_SET, mary.read { reminderHealth(mary.facts()) }.lastDue?.became)
        assertTrue(mary.alarmsSet < 6, "${mary.alarmsSet} alarms")
    }

    @Test
    fun exact_only_where_it_is_asked_for_and_allowed() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("The train", "09:00", exactness = Exactness.EXACT)
        mary.ask("Walk round the pond", "11:00")
        mary.settle()
        assertEquals(true, mary.alarm?.second)
        mary.until("2026-11-21T10:00")
        assertEquals(false, mary.alarm?.second, "nobody asked for the minute")

        val joe = phone("2026-11-21T07:00")
        joe.exactAllowed = false
        joe.ask("The train", "09:00", exactness = Exactness.EXACT)
        joe.settle()
        assertEquals(false, joe.alarm?.second)
        assertTrue("reminders.exact.refused" in joe.log.codes)
        assertTrue(joe.read { reminderHealth(joe.facts()) }.lines.any { it.finding == HealthFinding.EXACT_OFF }, "and it is said")
        joe.until("2026-11-21T10:00")
        assertEquals(1, joe.came.size, "it comes all the same")
    }

    @Test
    fun what_is_to_come_on_the_minute_is_not_held_up_by_what_comes_shortly_before_it() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "08:48")
        mary.ask("The train", "09:00", exactness = Exactness.EXACT)
        mary.settle()
        assertEquals("2026-11-21T08:48" to true, mary.alarmAt().toString() to mary.alarm?.second)
    }

    @Test
    fun everything_erased_takes_down_what_stands_and_remembers_nothing() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00", "17:00")
        mary.settle()
        mary.until("2026-11-21T10:00")
        runBlocking { mary.reminders.forget() }
        assertTrue(mary.standing.isEmpty())
        assertEquals("", mary.remembered)
    }

    @Test
    fun a_phone_that_sets_no_alarm_is_told_of_and_tried_again() {
        val joe = phone("2026-11-21T07:00")
        joe.ask("Ring my brother", "09:00")
        joe.refusesAlarms = true
        joe.settle()
        assertNull(joe.alarm)
        assertTrue("reminders.alarm.refused" in joe.log.codes)
        joe.refusesAlarms = false
        joe.settle()
        joe.until("2026-11-21T10:00")
        assertEquals(listOf("2026-11-21T09:00"), joe.cameAt())
    }

    @Test
    fun done_twice_is_done_once_and_later_twice_is_one_hour() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00")
        mary.ask("Ring Sam", "12:00")
        mary.settle()
        mary.until("2026-11-21T09:05")
        val walk = mary.standing.keys.single()
        runBlocking { repeat(2) { mary.reminders.answer(walk, NotificationAction.DONE) } }
        assertTrue(mary.standing.isEmpty())
        assertEquals(OccurrenceBecame.SHOWN, mary.read { reminderHealth(mary.facts()) }.lastDue?.became)

        mary.until("2026-11-21T12:00")
        val ring = mary.standing.keys.single()
        runBlocking { mary.reminders.answer(ring, NotificationAction.LATER) }
        mary.clock.set("2026-11-21T12:02")
        runBlocking { mary.reminders.answer(ring, NotificationAction.LATER) }
        assertEquals("2026-11-21T13:00", mary.alarmAt().toString(), "the second tap was under way already")
        mary.until("2026-11-21T20:00")
        assertEquals(listOf("2026-11-21T09:00", "2026-11-21T12:00", "2026-11-21T13:00"), mary.cameAt())

        // And it may be put off once more when it came again.
        val again = mary.standing.keys.single()
        runBlocking { mary.reminders.answer(again, NotificationAction.LATER) }
        assertEquals("2026-11-21T21:00", mary.alarmAt().toString())
        runBlocking { mary.reminders.answer(again, NotificationAction.NOT_TODAY) }
        mary.until("2026-11-22T08:00")
        assertEquals(3, mary.came.size)
    }

    @Test
    fun an_answer_after_everything_was_removed_is_no_fault() {
        val mary = phone("2026-11-21T07:00")
        val id = mary.ask("Walk round the pond", "09:00")
        mary.settle()
        mary.until("2026-11-21T09:05")
        val walk = mary.standing.keys.single()
        mary.write { remove("reminder", id) }
        runBlocking { mary.reminders.answer(walk, NotificationAction.DONE) }
        assertTrue(mary.standing.isEmpty())
    }

    @Test
    fun a_full_phone_shows_it_once_and_says_so_when_there_is_room() {
        val mary = phone("2026-11-21T07:00")
        mary.ask("Walk round the pond", "09:00")
        mary.settle()
        mary.full = true
        mary.until("2026-11-21T09:30")
        repeat(3) { mary.settle() }
        mary.until("2026-11-21T10:00")
        assertEquals(1, mary.came.size)
        assertTrue("reminders.fact.not_kept" in mary.log.codes)

        // The answer cannot be kept: it can be tapped again.
        val walk = mary.standing.keys.single()
        runBlocking { mary.reminders.answer(walk, NotificationAction.DONE) }
        assertEquals(1, mary.standing.size)
        mary.full = false
        runBlocking { mary.reminders.answer(walk, NotificationAction.DONE) }
        assertTrue(mary.standing.isEmpty())
        mary.settle()
        assertEquals(OccurrenceBecame.SHOWN, mary.read { reminderHealth(mary.facts()) }.lastDue?.became)
    }

    @Test
    fun more_than_sixty_reminders_are_still_one_alarm_and_all_of_them_come() {
        val kofi = phone("2026-11-21T05:00")
        for (n in 0 until 72) kofi.ask("Number $n", "%02d:%02d".format(6 + n / 5, n % 5 * 12), repeats = Repeats.Once)
        kofi.settle()
        assertEquals("2026-11-21T06:00", kofi.alarmAt().toString())
        kofi.until("2026-11-21T23:30")
        assertEquals(72, kofi.came.size)
        assertTrue(kofi.came.none { (_, notice) -> notice.quietly })
    }

    @Test
    fun the_test_reminder_comes_within_two_minutes() {
        val mary = phone("2026-11-21T07:00")
        runBlocking { mary.reminders.test() }
        mary.until("2026-11-21T07:03")
        assertEquals("This is a test. It came.", mary.came.single().second.open)
        assertTrue(mary.read { reminderHealth(mary.facts()) }.lastTestMs != null)
    }
}
