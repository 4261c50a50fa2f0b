"""Reminders of one's own, their health, and a calendar file. The same scenario stands in Kotlin and Swift."""

import handrail
from handrail import (
    AboutKind,
    CalendarText,
    ChooseQuietHours,
    Ends,
    Exactness,
    HealthFinding,
    HealthHint,
    Importance,
    LeftOut,
    NamedTime,
    PhoneKind,
    Reason,
    Remind,
    Reminder,
    Repeats,
    Weekday,
    When,
    ZonePolicy,
)
from phone import Scenario, id_of


def weekly(days, title="Call my sister"):
    """Twice a week at half past six and in the evening, four days in all."""
    recurrence = handrail.Recurrence(
        starts="2026-11-21", repeats=Repeats.WEEKLY(every=1, days=days), ends=Ends.AFTER(times=4)
    )
    times = [When.AT(time="18:30"), When.NAMED(name=NamedTime.EVENING)]
    return handrail.NewReminder(
        title=title,
        about=AboutKind.OWN,
        schedule=handrail.Schedule(recurrence=recurrence, times=times, zone=ZonePolicy.FLOATING()),
        importance=Importance.NORMAL,
        exactness=Exactness.INEXACT,
    )


class OwnReminders(Scenario):
    def test_own_reminders(self):
        phone = self.handrail
        self.assertEqual(phone.reminder_health(handrail.PhoneFacts(kind=PhoneKind.WAKES_THE_APP)).lines[0].finding,
                         HealthFinding.NOTHING_SET)
        self.assert_invalid("days", Reason.EMPTY(), phone.save_reminder, weekly([]))
        self.assert_invalid("title", Reason.EMPTY(), phone.save_reminder, weekly([Weekday.SATURDAY], title=" "))

        wanted = weekly([Weekday.TUESDAY, Weekday.SATURDAY])
        mine = id_of(phone.save_reminder(wanted), "reminder")
        self.assertEqual([(r.id, r.reminder, r.on) for r in phone.reminders()], [(mine, wanted, True)])
        self.assertEqual(str(phone.reminders()[0]), "ReminderView(..)")

        def planned():
            return [n.civil for n in phone.plan_notifications(10, []).set]

        evening = [f"2026-11-{day}T{time}" for day in (21, 24, 28) for time in ("18:30", "20:00")]
        self.assertEqual(planned()[:6], evening)

        # The evening lies where the person moves it; quiet hours are theirs too.
        preferences = phone.reminder_preferences()
        self.assertEqual((preferences.quiet_hours, len(preferences.named), preferences.check_in), (None, 7, None))
        quiet = handrail.QuietHours(_from="22:00", until="07:00")
        at_waking = Remind.AT(at=When.NAMED(name=NamedTime.ON_WAKING))
        phone.save_reminder_preferences(
            handrail.EditReminderPreferences(
                quiet_hours=ChooseQuietHours.BETWEEN(hours=quiet),
                named=[handrail.NamedTimeOfDay(name=NamedTime.EVENING, time="21:15")],
                check_in=at_waking,
            )
        )
        preferences = phone.reminder_preferences()
        self.assertEqual(preferences.quiet_hours, quiet)
        self.assertIn(handrail.NamedTimeOfDay(name=NamedTime.EVENING, time="21:15"), preferences.named)
        self.assertEqual((preferences.check_in.at, preferences.check_in.since), (at_waking.at, "2026-11-21"))
        self.assertEqual(planned()[:2], ["2026-11-21T18:30", "2026-11-21T21:15"])
        phone.save_reminder_preferences(
            handrail.EditReminderPreferences(quiet_hours=ChooseQuietHours.NO_QUIET_HOURS(), check_in=Remind.OFF())
        )
        preferences = phone.reminder_preferences()
        self.assertEqual((preferences.quiet_hours, preferences.check_in), (None, None))

        # What may keep them from coming, in a sentence with one thing to do.
        facts = handrail.PhoneFacts(kind=PhoneKind.WAKES_THE_APP, notifications_allowed=False)
        line = phone.reminder_health(facts).lines[0]
        self.assertEqual(
            (line.finding, line.hint), (HealthFinding.NOTIFICATIONS_OFF, HealthHint.NOTIFICATION_SETTINGS)
        )
        words = phone.words()
        self.assertEqual((words.language(), words.right_to_left()), ("en", False))
        self.assertNotIn(line.says.id, words.say(line.says), "a sentence, and not its id")
        self.assertEqual(words.day("2026-03-03"), "Tuesday 3 March 2026")
        test = phone.test_reminder()
        self.assertIsInstance(test.reminder, Reminder.TEST)

        # As a file for another calendar: neutral, unless the person's own words are asked for.
        choices = phone.calendar_choices()
        self.assertEqual([(c.reminder, c.about) for c in choices], [(Reminder.OWN(id=mine), AboutKind.OWN)])
        file = phone.export_calendar(handrail.CalendarWish(reminders=[choices[0].reminder], text=CalendarText.NEUTRAL))
        self.assertTrue(file.file.startswith("BEGIN:VCALENDAR"))
        self.assertEqual((file.entries, file.left_out, "sister" in file.file), (2, [], False))
        self.assertEqual(str(file), "CalendarExport(..)")
        full = phone.export_calendar(handrail.CalendarWish(reminders=[choices[0].reminder], text=CalendarText.FULL))
        self.assertIn("Call my sister", full.file)
        self.assert_invalid(
            "reminders",
            Reason.EMPTY(),
            phone.export_calendar,
            handrail.CalendarWish(reminders=[], text=CalendarText.NEUTRAL),
        )

        # Turned off, everything about it is kept.
        phone.set_reminder_on(mine, False)
        self.assertEqual((planned(), phone.reminders()[0].on), ([], False))
        off = phone.export_calendar(handrail.CalendarWish(reminders=[Reminder.OWN(id=mine)], text=CalendarText.FULL))
        self.assertIsNone(off.file)
        self.assertEqual([(left.reminder, left.why) for left in off.left_out], [(Reminder.OWN(id=mine), LeftOut.OFF)])
        self.leave(phone, "own_reminders")
