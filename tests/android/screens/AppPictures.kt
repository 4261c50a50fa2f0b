package org.handrail.ui

import org.handrail.AboutKind
import org.handrail.BackupPlace
import org.handrail.ChooseQuietHours
import org.handrail.EditReminderPreferences
import org.handrail.Ends
import org.handrail.Exactness
import org.handrail.Importance
import org.handrail.NamedTime
import org.handrail.NewReminder
import org.handrail.QuietHours
import org.handrail.Recurrence
import org.handrail.Repeats
import org.handrail.Schedule
import org.handrail.Weekday
import org.handrail.When
import org.handrail.ZonePolicy
import org.junit.jupiter.api.Test

class AppPictures : Pictures() {
    private fun reminder(title: String, repeats: Repeats, at: When, zone: ZonePolicy = ZonePolicy.Floating) = NewReminder(
        title = title,
        about = AboutKind.OWN,
        schedule = Schedule(Recurrence("2026-11-21", repeats, Ends.Never), listOf(at), zone),
        importance = Importance.NORMAL,
        exactness = Exactness.INEXACT,
    )

    private fun Phone.ana() = record {
        saveReminder(reminder("Call my sister", Repeats.Weekly(1u, listOf(Weekday.TUESDAY, Weekday.SATURDAY)), When.At("18:30")))
        saveReminder(reminder("Call Amma at home", Repeats.EveryDays(1u), When.At("08:00"), ZonePolicy.Pinned("Asia/Kolkata")))
        saveReminder(reminder("Drink something", Repeats.Once, When.At("08:00"), ZonePolicy.Elapsed(3u)))
        saveReminderPreferences(
            EditReminderPreferences(
                quietHours = ChooseQuietHours.Between(QuietHours("22:00", "07:00")),
                checkIn = org.handrail.Remind.At(When.Named(NamedTime.AFTER_DINNER)),
            ),
        )
    }

    @Test
    fun reminderFormOtherwise() = picture("reminder-form-otherwise", OTHERS) { listOf("today", "reminder-form") }

    @Test
    fun reminders() = picture("reminders") {
        ana()
        listOf("today", "reminders")
    }

    @Test
    fun remindersWithNothing() = picture("reminders-empty") { listOf("today", "reminders") }

    @Test
    fun theFirstReminder() = picture("reminders-ask") { listOf("today", "reminders/ask") }

    @Test
    fun reminderForm() = picture("reminder-form") { listOf("today", "reminder-form") }

    @Test
    fun everyFewHours() = picture("reminder-form-hours") {
        ana()
        listOf("today", "reminder-form/" + record { reminders() }.first { it.reminder.schedule.zone is ZonePolicy.Elapsed }.id)
    }

    @Test
    fun reminderHealth() = picture("reminder-health") {
        ana()
        ports.notificationsAllowed = false
        listOf("today", "reminder-health")
    }

    @Test
    fun reminderPreferences() = picture("reminder-preferences") {
        ana()
        listOf("today", "reminder-preferences")
    }

    @Test
    fun calendar() = picture("calendar") {
        ana()
        listOf("today", "calendar")
    }

    @Test
    fun backup() = picture("backup-off") { listOf("today", "backup") }

    @Test
    fun recoveryCode() = picture("recovery-code") { listOf("today", "recovery-code") }

    @Test
    fun recoverySheet() = picture("recovery-code-sheet") {
        record { createRecoveryCode(BackupPlace.At("https://relay.example.org")) }
        listOf("today", "recovery-code")
    }

    @Test
    fun secondPhone() = picture("second-phone") { listOf("today", "second-phone") }

    @Test
    fun restore() = picture("restore") { listOf("today", "restore") }

    @Test
    fun restoreBesideNotes() = picture("restore-beside") {
        record { addTalkAbout("Sleeping better") }
        listOf("today", "restore")
    }

    @Test
    fun takeOut() = picture("take-out") { listOf("today", "take-out") }

    @Test
    fun erase() = picture("erase") { listOf("today", "erase") }

    @Test
    fun backedUp() {
        if (!Clinic.there) return
        picture("backup") {
            record {
                addTalkAbout("Sleeping better")
                verifyRecoveryCode(createRecoveryCode(BackupPlace.At(Clinic.relay)).code)
            }
            syncs()
            listOf("today", "backup")
        }
    }
}
