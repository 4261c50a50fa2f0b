import Foundation
import handrail

/// Reminders of my own.
enum RemindersPages {
    static let reminders = SheetPlace.lines(["reminder", "reminder_preference", "setting"]) { record in
        SheetPage(
            .say("shell-more-reminders"),
            parts: [SheetPart(nil, try record.reminders().map(line), empty: .say("reminders-empty"))],
            main: .go("reminders-new", "reminder-form"), more: [.go("reminders-check", "reminder-health")])
    }

    private static func line(_ one: ReminderView) -> SheetLine {
        let times = one.reminder.schedule.times.map { time in
            switch time {
            case .named(let name): SheetFact(.word("named-time", name))
            case .at(let time): SheetFact(.time(time))
            }
        }
        let other: RuleState = one.on ? .off : .on
        return SheetLine(
            one.id, one.reminder.title.isEmpty ? .word("reminder-about", one.reminder.about) : .own(one.reminder.title),
            times + [SheetFact(.word("reminder-state", one.on ? RuleState.on : .off))], opens: "reminder-form/\(one.id)",
            acts: [
                SheetAct(
                    .word("reminder-state", other), .remind(done: "shell-changed") { try $0.setReminderOn(id: one.id, on: other == .on) }),
                .takeAway("reminder", one.id),
            ])
    }

    /// A title and a time of day are enough. What an older reminder says beyond these fields stays.
    static func form(_ id: ReminderId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(record.reminders().first { $0.id == id }).reminder }
            let today = try record.thisDay()
            let (named, at) =
                switch old?.schedule.times.first {
                case .named(let name): (name as NamedTime?, nil as CivilTime?)
                case .at(let time): (nil, time)
                case nil: (NamedTime.evening, nil)
                }
            return FormPage(
                .say("reminder"),
                [
                    .words("title", "reminder-title", old?.title ?? ""),
                    FormField(
                        "named", .say("reminder-schedule"), .one(NamedTime.all.map { FormChoice($0.word, .word("named-time", $0)) }),
                        named?.word ?? ""),
                    .time("time", "reminder-at-time", at),
                    .record("repeats", "homework-how-often", rhythm.map { FormChoice($0, .say("homework-how-often-\($0)")) }, often(old)),
                    .one("importance", "reminder-importance", old?.importance ?? .normal),
                    .one("exactness", "reminder-exactness", old?.exactness ?? .inexact),
                    .yes("in_quiet_hours", "reminder-in-quiet-hours", old?.inQuietHours ?? false),
                ],
                more: id.map { [.takeAway("reminder", $0)] } ?? [], reminds: true
            ) { record, filled in
                let was = old?.schedule
                let starts = was?.recurrence.starts ?? today
                let same = filled["repeats"] == often(old)
                let repeats = same ? was?.recurrence.repeats : nil
                let first: When? = filled.maybe("time").map { .at(time: $0) } ?? filled.one("named").map { .named(name: $0) }
                let times = first.map { [$0] + (was?.times.dropFirst() ?? []) } ?? []
                let recurrence = Recurrence(
                    starts: starts,
                    repeats: repeats ?? (filled["repeats"] == "once" ? .once : .everyDays(every: filled["repeats"] == "weekly" ? 7 : 1)),
                    ends: was?.recurrence.ends ?? .never, exceptions: was?.recurrence.exceptions ?? [], extra: was?.recurrence.extra ?? [])
                let new = NewReminder(
                    title: filled["title"], about: old?.about ?? .own, aboutId: old?.aboutId,
                    schedule: Schedule(recurrence: recurrence, times: times, zone: was?.zone ?? .floating),
                    importance: filled.one("importance") ?? .normal, exactness: filled.one("exactness") ?? .inexact,
                    aheadMin: old?.aheadMin ?? 0, again: old?.again, inQuietHours: filled.yes("in_quiet_hours"))
                return try id.map { try record.editReminder(id: $0, edit: new) } ?? record.saveReminder(details: new)
            }
        }
    }

    private static let rhythm = ["once", "daily", "weekly"]

    /// Which of the three; nil where it repeats in a way that this form does not offer.
    @Sendable private static func often(_ old: NewReminder?) -> String {
        switch old?.schedule.recurrence.repeats {
        case nil, .everyDays(1): "daily"
        case .once: "once"
        case .everyDays(7): "weekly"
        default: ""
        }
    }
}
