import Foundation
import handrail

/// Makes a reminder of one's own, or changes one. What an older reminder says beyond these fields stays.
enum ReminderForm {
    private static let at = "at"
    private static let here = "here"

    static func form(_ id: ReminderId?) -> SheetPlace {
        .form { record in
            let (all, today) = (try record.reminders(), try record.thisDay())
            let old = try id.map { id in try found(all.first { $0.id == id }).reminder }
            let hours: @Sendable (Filled) -> Bool = { $0["repeats"] == "hours" }
            var fields: [FormField] = [.words("title", "reminder-title", old?.title ?? "")]
            fields += days(old, today, hours) + times(old, hours)
            fields += [
                zone(old).asked { !hours($0) }, .one("exactness", "reminder-exactness", old?.exactness ?? .inexact),
                .yes("quiet", "reminder-in-quiet-hours", old?.inQuietHours ?? false),
            ]
            return FormPage(
                .say("reminder"), fields,
                standing: id.map { Standing("reminder", $0) },
                // Asked when the first one is made, when it is clear what for; and never by itself again.
                then: all.isEmpty ? .mayRemind : .back, reminds: true
            ) { record, filled in
                let new = made(old, today, filled)
                return try id.map { try record.editReminder(id: $0, edit: new) } ?? record.saveReminder(details: new)
            }
        }
    }

    private static func days(_ old: NewReminder?, _ today: CivilDate, _ hours: @escaping @Sendable (Filled) -> Bool) -> [FormField] {
        let rhythm = often(old)
        var ways = [
            FormChoice("daily", .say("review-daily")), FormChoice("weekly", .say("reminder-on-days")),
            FormChoice("once", .say("review-once")), FormChoice("hours", .say("reminder-some-hours")),
        ]
        if rhythm == "kept" { ways.append(FormChoice("kept", .say("reminder-other-days"))) }
        let chosen: [Weekday] = if case .weekly(_, let days) = old?.schedule.recurrence.repeats { days } else { [] }
        let week = FormField(
            "days", .say("reminder-on-days"), .some(Weekday.all.map { FormChoice($0.word, .weekday($0)) }),
            chosen.map(\.word).joined(separator: " "))
        return [
            FormField("repeats", .say("reminder-schedule"), .one(ways), rhythm), week.asked { $0["repeats"] == "weekly" },
            .day("starts", "reminder-first-day", old?.schedule.recurrence.starts ?? today).asked { $0["repeats"] == "once" || hours($0) },
        ]
    }

    private static func often(_ old: NewReminder?) -> String {
        guard let schedule = old?.schedule else { return "daily" }
        if case .elapsed = schedule.zone { return "hours" }
        return switch schedule.recurrence.repeats {
        case .once: "once"
        case .everyDays(1): "daily"
        case .weekly(1, _): "weekly"
        default: "kept"
        }
    }

    private static func times(_ old: NewReminder?, _ hours: @escaping @Sendable (Filled) -> Bool) -> [FormField] {
        let (named, time): (String, CivilTime?) =
            switch old?.schedule.times.first {
            case .named(let name): (name.word, nil)
            case .at(let time): (at, time)
            case nil: (NamedTime.afterBreakfast.word, nil)
            }
        let every: UInt32 = if case .elapsed(let hours) = old?.schedule.zone { hours } else { 8 }
        let names = NamedTime.all.map { FormChoice($0.word, .word("named-time", $0)) } + [FormChoice(at, .say("reminder-at-time"))]
        return [
            .digits("every_hours", "reminder-how-many-hours", Int64(every)).hint("reminder-hours-real").asked(hours),
            FormField("named", .say("reminder-at"), .one(names), named).asked { !hours($0) },
            .time("times", "session-time", time).asked { hours($0) || $0["named"] == at },
        ]
    }

    /// What happens to it on a journey.
    private static func zone(_ old: NewReminder?) -> FormField {
        let pinned: String? = if case .pinned(let zone) = old?.schedule.zone { zone } else { nil }
        let zone = pinned ?? TimeZone.current.identifier
        let of = Said.say("reminder-zone-of", ["zone": .words(text: "\u{2066}\(zone)\u{2069}")])
        return FormField(
            "zone", .say("reminder-zone"), .one([FormChoice(here, .say("reminder-zone-here")), FormChoice(zone, of)]), pinned ?? here)
    }

    private static func made(_ old: NewReminder?, _ today: CivilDate, _ filled: Filled) -> NewReminder {
        let hours = filled["repeats"] == "hours"
        let was = old?.schedule
        let repeats: Repeats =
            switch filled["repeats"] {
            case "daily": .everyDays(every: 1)
            case "weekly": .weekly(every: 1, days: filled.some("days"))
            case "kept": was?.recurrence.repeats ?? .once
            default: .once
            }
        let named: NamedTime? = hours ? nil : filled.one("named")
        let first: When? = named.map { .named(name: $0) } ?? filled.maybe("times").map { .at(time: $0) }
        // Other times of a reminder that was made elsewhere stay as they are.
        let others = hours ? [] : was?.times.dropFirst() ?? []
        let zone: ZonePolicy =
            hours
            ? .elapsed(everyHours: filled.number("every_hours").flatMap(UInt32.init(exactly:)) ?? 0)
            : filled["zone"] == here ? .floating : .pinned(zone: filled["zone"])
        let recurrence = Recurrence(
            starts: filled.maybe("starts") ?? today, repeats: repeats, ends: hours ? .never : was?.recurrence.ends ?? .never,
            exceptions: hours ? [] : was?.recurrence.exceptions ?? [], extra: hours ? [] : was?.recurrence.extra ?? [])
        return NewReminder(
            title: filled["title"], about: old?.about ?? .own, aboutId: old?.aboutId,
            schedule: Schedule(recurrence: recurrence, times: (first.map { [$0] } ?? []) + others, zone: zone),
            importance: old?.importance ?? .normal, exactness: filled.one("exactness") ?? .inexact, aheadMin: old?.aheadMin ?? 0,
            again: old?.again, inQuietHours: filled.yes("quiet"))
    }
}
