package org.handrail.scenarios

import org.handrail.AboutKind
import org.handrail.CalendarText
import org.handrail.CalendarWish
import org.handrail.ChooseQuietHours
import org.handrail.EditReminderPreferences
import org.handrail.Ends
import org.handrail.Exactness
import org.handrail.HealthFinding
import org.handrail.HealthHint
import org.handrail.Importance
import org.handrail.LeftOut
import org.handrail.NamedTime
import org.handrail.NamedTimeOfDay
import org.handrail.NewReminder
import org.handrail.PhoneFacts
import org.handrail.PhoneKind
import org.handrail.QuietHours
import org.handrail.Reason
import org.handrail.Recurrence
import org.handrail.Remind
import org.handrail.Reminder
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.Weekday
import org.handrail.When
import org.handrail.ZonePolicy
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Twice a week at half past six and in the evening, four days in all. */
private fun weekly(days: List<Weekday>, title: String = "Call my sister") = NewReminder(
    title = title,
    about = AboutKind.OWN,
    schedule = Schedule(
        recurrence = Recurrence("2026-11-21", Repeats.Weekly(1u, days), Ends.After(4u)),
        times = listOf(When.At("18:30"), When.Named(NamedTime.EVENING)),
        zone = ZonePolicy.Floating,
    ),
    importance = Importance.NORMAL,
    exactness = Exactness.INEXACT,
)

/** Reminders of one's own, their health, and a calendar file. The same scenario stands in Python and Swift. */
class OwnRemindersTest : Scenario() {
    @Test
    fun own_reminders() {
        val phone = handrail
        val nothing = phone.reminderHealth(PhoneFacts(PhoneKind.WAKES_THE_APP))
        assertEquals(HealthFinding.NOTHING_SET, nothing.lines[0].finding)
        assertInvalid("days", Reason.Empty) { phone.saveReminder(weekly(listOf())) }
        assertInvalid("title", Reason.Empty) { phone.saveReminder(weekly(listOf(Weekday.SATURDAY), " ")) }

        val wanted = weekly(listOf(Weekday.TUESDAY, Weekday.SATURDAY))
        val mine = phone.saveReminder(wanted).idOf("reminder")
        val kept = phone.reminders().single()
        assertEquals(Triple(mine, wanted, true), Triple(kept.id, kept.reminder, kept.on))
        assertEquals("ReminderView(..)", "$kept")

        fun planned() = phone.planNotifications(10u, listOf()).set.map { it.civil }
        val evening = listOf(21, 24, 28).flatMap { day -> listOf("18:30", "20:00").map { "2026-11-${day}T$it" } }
        assertEquals(evening, planned().take(6))

        // The evening lies where the person moves it; quiet hours are theirs too.
        var preferences = phone.reminderPreferences()
        assertNull(preferences.quietHours)
        assertNull(preferences.checkIn)
        assertEquals(7, preferences.named.size)
        val quiet = QuietHours("22:00", "07:00")
        val atWaking = When.Named(NamedTime.ON_WAKING)
        val moved = NamedTimeOfDay(NamedTime.EVENING, "21:15")
        phone.saveReminderPreferences(
            EditReminderPreferences(
                quietHours = ChooseQuietHours.Between(quiet), named = listOf(moved), checkIn = Remind.At(atWaking),
            ),
        )
        preferences = phone.reminderPreferences()
        assertEquals(quiet, preferences.quietHours)
        assertTrue(moved in preferences.named)
        assertEquals(atWaking to "2026-11-21", preferences.checkIn?.run { at to since })
        assertEquals(listOf("2026-11-21T18:30", "2026-11-21T21:15"), planned().take(2))
        phone.saveReminderPreferences(
            EditReminderPreferences(quietHours = ChooseQuietHours.NoQuietHours, checkIn = Remind.Off),
        )
        preferences = phone.reminderPreferences()
        assertNull(preferences.quietHours)
        assertNull(preferences.checkIn)

        // What may keep them from coming, in a sentence with one thing to do.
        val facts = PhoneFacts(PhoneKind.WAKES_THE_APP, notificationsAllowed = false)
        val line = phone.reminderHealth(facts).lines[0]
        assertEquals(
            HealthFinding.NOTIFICATIONS_OFF to HealthHint.NOTIFICATION_SETTINGS, line.finding to line.hint,
        )
        phone.words().use { words ->
            assertEquals("en" to false, words.language() to words.rightToLeft())
            assertFalse(line.says.id in words.say(line.says), "a sentence, and not its id")
            assertEquals("Tuesday 3 March 2026", words.day("2026-03-03"))
        }
        assertEquals(Reminder.Test, phone.testReminder().reminder)

        // As a file for another calendar: neutral, unless the person's own words are asked for.
        val choices = phone.calendarChoices()
        assertEquals(listOf(Reminder.Own(mine) to AboutKind.OWN), choices.map { it.reminder to it.about })
        val chosen = listOf(choices[0].reminder)
        val file = phone.exportCalendar(CalendarWish(chosen, CalendarText.NEUTRAL))
        assertTrue(file.file.orEmpty().startsWith("BEGIN:VCALENDAR"))
        assertEquals(2u, file.entries)
        assertTrue(file.leftOut.isEmpty())
        assertFalse("sister" in file.file.orEmpty())
        assertEquals("CalendarExport(..)", "$file")
        val full = phone.exportCalendar(CalendarWish(chosen, CalendarText.FULL))
        assertTrue("Call my sister" in full.file.orEmpty())
        assertInvalid("reminders", Reason.Empty) {
            phone.exportCalendar(CalendarWish(listOf(), CalendarText.NEUTRAL))
        }

        // Turned off, everything about it is kept.
        phone.setReminderOn(mine, false)
        assertTrue(planned().isEmpty())
        assertFalse(phone.reminders().single().on)
        val off = phone.exportCalendar(CalendarWish(chosen, CalendarText.FULL))
        assertNull(off.file)
        assertEquals(listOf(Reminder.Own(mine) to LeftOut.OFF), off.leftOut.map { it.reminder to it.why })
        leave(phone, "own_reminders")
    }
}
