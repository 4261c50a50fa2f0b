import Foundation

/// Twice a week at half past six and in the evening, four days in all.
private func weekly(_ days: [Weekday], title: String = "Call my sister") -> NewReminder {
    NewReminder(
        title: title, about: .own,
        schedule: Schedule(
            recurrence: Recurrence(
                starts: "2026-11-21", repeats: .weekly(every: 1, days: days), ends: .after(times: 4)),
            times: [.at(time: "18:30"), .named(name: .evening)], zone: .floating),
        importance: .normal, exactness: .inexact)
}

/// Reminders of one's own, their health, and a calendar file. The same scenario stands in Python and Kotlin.
func ownReminders() throws {
    let place = Phone()
    let phone = try place.open()
    let nothing = try phone.reminderHealth(phone: PhoneFacts(kind: .wakesTheApp))
    try equal(nothing.lines[0].finding, .nothingSet)
    try refuses(.Invalid(field: "days", reason: .empty)) { try phone.saveReminder(details: weekly([])) }
    try refuses(.Invalid(field: "title", reason: .empty)) {
        try phone.saveReminder(details: weekly([.saturday], title: " "))
    }

    let wanted = weekly([.tuesday, .saturday])
    let mine = try phone.saveReminder(details: wanted).idOf("reminder")
    let kept = try phone.reminders()
    try equal(kept.map(\.id), [mine])
    try equal(kept.map(\.reminder), [wanted])
    try equal(kept.map(\.on), [true])
    try equal("\(kept[0])", "ReminderView(..)")

    func planned() throws -> [String] { try phone.planNotifications(capacity: 10, held: []).set.map(\.civil) }
    let evening = [21, 24, 28].flatMap { day in ["18:30", "20:00"].map { "2026-11-\(day)T\($0)" } }
    try equal(Array(planned().prefix(6)), evening)

    // The evening lies where the person moves it; quiet hours are theirs too.
    var preferences = try phone.reminderPreferences()
    try equal(preferences.quietHours, nil)
    try equal(preferences.checkIn, nil)
    try equal(preferences.named.count, 7)
    let quiet = QuietHours(from: "22:00", until: "07:00")
    let moved = NamedTimeOfDay(name: .evening, time: "21:15")
    _ = try phone.saveReminderPreferences(
        edit: EditReminderPreferences(
            quietHours: .between(hours: quiet), named: [moved], checkIn: .at(at: .named(name: .onWaking))))
    preferences = try phone.reminderPreferences()
    try equal(preferences.quietHours, quiet)
    try holds(preferences.named.contains(moved), "the evening was moved")
    try equal(preferences.checkIn?.at, .named(name: .onWaking))
    try equal(preferences.checkIn?.since, "2026-11-21")
    try equal(Array(planned().prefix(2)), ["2026-11-21T18:30", "2026-11-21T21:15"])
    _ = try phone.saveReminderPreferences(edit: EditReminderPreferences(quietHours: .noQuietHours, checkIn: .off))
    preferences = try phone.reminderPreferences()
    try equal(preferences.quietHours, nil)
    try equal(preferences.checkIn, nil)

    // What may keep them from coming, in a sentence with one thing to do.
    let facts = PhoneFacts(kind: .wakesTheApp, notificationsAllowed: false)
    let line = try phone.reminderHealth(phone: facts).lines[0]
    try equal(line.finding, .notificationsOff)
    try equal(line.hint, .notificationSettings)
    let words = try phone.words()
    try equal(words.language(), "en")
    try equal(words.rightToLeft(), false)
    try holds(!words.say(message: line.says).contains(line.says.id), "a sentence, and not its id")
    try equal(words.day(day: "2026-03-03"), "Tuesday 3 March 2026")
    try equal(phone.testReminder().reminder, .test)

    // As a file for another calendar: neutral, unless the person's own words are asked for.
    let choices = try phone.calendarChoices()
    try equal(choices.map(\.reminder), [.own(id: mine)])
    try equal(choices.map(\.about), [.own])
    let chosen = [choices[0].reminder]
    let file = try phone.exportCalendar(wish: CalendarWish(reminders: chosen, text: .neutral))
    try holds(file.file?.hasPrefix("BEGIN:VCALENDAR") == true, "a calendar")
    try equal(file.entries, 2)
    try equal(file.leftOut.count, 0)
    try equal(file.file?.contains("sister"), false)
    try equal("\(file)", "CalendarExport(..)")
    let full = try phone.exportCalendar(wish: CalendarWish(reminders: chosen, text: .full))
    try equal(full.file?.contains("Call my sister"), true)
    try refuses(.Invalid(field: "reminders", reason: .empty)) {
        try phone.exportCalendar(wish: CalendarWish(reminders: [], text: .neutral))
    }

    // Turned off, everything about it is kept.
    _ = try phone.setReminderOn(id: mine, on: false)
    try equal(planned(), [])
    try equal(phone.reminders().map(\.on), [false])
    let off = try phone.exportCalendar(wish: CalendarWish(reminders: chosen, text: .full))
    try equal(off.file, nil)
    try equal(off.leftOut, [CalendarLeftOut(reminder: .own(id: mine), why: .off)])
    try place.leave(phone, "own_reminders")
}
