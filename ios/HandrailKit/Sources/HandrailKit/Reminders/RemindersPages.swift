import handrail

/// Reminders of my own, and what reminds without being made one by one.
enum RemindersPages {
    static let reminders = SheetPlace.lines(["reminder", "reminder_preference", "setting"]) { record in
        let reminders = try record.reminders()
        let silent = SheetLine("silent", .say("reminders-in-app"), [SheetFact(.say("reminders-check"))], opens: "reminder-health")
        return SheetPage(
            .say("shell-more-reminders"),
            parts: [SheetPart(nil, reminders.map(line), empty: .say("reminders-empty"))],
            main: .go("reminders-new", "reminder-form"),
            more: [
                .go("reminder-preferences", "reminder-preferences"), .go("reminders-check", "reminder-health"),
                .go("calendar-title", "calendar"),
            ],
            reminds: true, silent: reminders.isEmpty ? nil : SheetPart(nil, [silent]))
    }

    /// Why the phone is going to ask; a no is as good.
    static let ask = SheetPlace.lines([]) { _ in
        SheetPage(
            .say("reminders-may"), notes: [.say("reminders-may-why"), .say("reminders-may-words")],
            main: SheetAct(.say("reminders-allow"), .allow("reminders")), more: [SheetAct(.say("shell-not-now"), .instead("reminders"))])
    }

    private static func line(_ one: ReminderView) -> SheetLine {
        SheetLine(
            one.id, one.reminder.title.isEmpty ? .word("reminder-about", one.reminder.about) : .own(one.reminder.title),
            comes(one.reminder.schedule).map { SheetFact($0) },
            acts: [.go("shell-change", "reminder-form/\(one.id)"), .takeAway("reminder", one.id)],
            .turn(one.on) { try $0.setReminderOn(id: one.id, on: $1) })
    }

    static func says(_ at: When) -> Said {
        switch at {
        case .named(let name): .word("named-time", name)
        case .at(let time): .time(time)
        }
    }

    /// When a reminder comes.
    private static func comes(_ schedule: Schedule) -> [Said] {
        let times = schedule.times.map(says)
        if case .elapsed(let hours) = schedule.zone {
            let from: [Said] = times.isEmpty ? [] : [.joined(times, " · ")]
            return [.say("reminder-every-hours", ["count": .number(number: Int64(hours))])] + from
        }
        let days: Said =
            switch schedule.recurrence.repeats {
            case .once: .day(schedule.recurrence.starts)
            case .everyDays(1): .say("review-daily")
            case .everyDays(let every): .say("reminder-every-days", ["count": .number(number: Int64(every))])
            case .weekly(_, let days): .joined(days.map { .weekday($0) }, " · ")
            default: .say("reminder-other-days")
            }
        guard case .pinned(let zone) = schedule.zone else { return [.joined([days] + times, " · ")] }
        return [.joined([days] + times, " · "), .say("reminder-zone-of", ["zone": .words(text: "\u{2066}\(zone)\u{2069}")])]
    }

    /// When nothing is to come by itself, what reminds by itself, and where the person's times of day lie.
    static let preferences = SheetPlace.form { record in
        let (view, words) = (try record.reminderPreferences(), try record.settings().lockScreenWords)
        let sheet = {
            (
                name: String, words: String, now: SheetReminder?, usual: NamedTime,
                edit: @escaping @Sendable (Remind) -> EditReminderPreferences
            ) in
            FormField("by:\(name)", .say(words), .yes, now == nil ? "" : "yes").atOnce {
                try $0.saveReminderPreferences(edit: edit($1 == "yes" ? .at(at: .named(name: usual)) : .off))
            }.hint(now.map { says($0.at) })
        }
        let fields: [FormField] = [
            FormField.heading("reminder-quiet").hint("reminder-quiet-what"),
            .time("from", "reminder-quiet-from", view.quietHours?.from), .time("until", "reminder-quiet-until", view.quietHours?.until),
            .heading("reminder-by-itself"),
            sheet("check_in", "reminder-about-check-in", view.checkIn, .afterDinner) { EditReminderPreferences(checkIn: $0) },
            sheet("session_eve", "reminder-session-eve", view.sessionEve, .evening) { EditReminderPreferences(sessionEve: $0) },
            sheet("session_day", "reminder-session-day", view.sessionDay, .afterBreakfast) { EditReminderPreferences(sessionDay: $0) },
            sheet("plan_review", "reminder-about-plan-review", view.planReview, .afterBreakfast) {
                EditReminderPreferences(planReview: $0)
            },
            sheet("life_areas", "reminder-about-life-areas", view.lifeAreas, .afterBreakfast) {
                EditReminderPreferences(lifeAreas: $0)
            },
            .yes("medicine", "sheet-medication", view.medicine).atOnce {
                try $0.saveReminderPreferences(edit: EditReminderPreferences(medicine: $1 == "yes"))
            },
            .one("lock_screen_words", "setting-lock-screen-words", words).atOnce {
                try $0.saveSettings(edit: EditSettings(lockScreenWords: LockScreenWords(word: $1)))
            },
            .heading("reminder-my-times"),
        ]
        return FormPage(
            .say("reminder-preferences"), fields + view.named.map { .time($0.name.word, "named-time-\($0.name.word)", $0.time) },
            reminds: true
        ) { record, filled in
            let quiet: ChooseQuietHours =
                if let from = filled.maybe("from"), let until = filled.maybe("until") {
                    .between(hours: QuietHours(from: from, until: until))
                } else {
                    .noQuietHours
                }
            let named = view.named.compactMap { one in
                filled.maybe(one.name.word).flatMap { $0 == one.time ? nil : NamedTimeOfDay(name: one.name, time: $0) }
            }
            return try record.saveReminderPreferences(edit: EditReminderPreferences(quietHours: quiet, named: named))
        }
    }
}
