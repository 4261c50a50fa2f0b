import Foundation
import handrail

/// Days and times as the core writes them, and as the system's wheels hold them: noon of the day, so that no zone moves it.
public enum CivilDays {
    private static var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        return calendar
    }

    public static func date(_ day: CivilDate) -> Date? {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        return calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: 12))
    }

    public static func day(_ date: Date) -> CivilDate {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return [padded(parts.year, 4), padded(parts.month, 2), padded(parts.day, 2)].joined(separator: "-")
    }

    /// So many days before a day.
    public static func day(_ day: CivilDate, before days: Int) -> CivilDate {
        date(day).flatMap { calendar.date(byAdding: .day, value: -days, to: $0) }.map { self.day($0) } ?? day
    }

    /// The day of a moment, in milliseconds since 1970, by this phone's clock.
    public static func day(ofMs ms: Int64) -> CivilDate { day(Date(timeIntervalSince1970: Double(ms) / 1_000)) }

    public static func date(time: CivilTime) -> Date? {
        let parts = time.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        return calendar.date(bySettingHour: parts[0], minute: parts[1], second: 0, of: Date())
    }

    public static func time(_ date: Date) -> CivilTime {
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        return "\(padded(parts.hour, 2)):\(padded(parts.minute, 2))"
    }

    /// Western digits, whatever the phone writes.
    private static func padded(_ number: Int?, _ digits: Int) -> String {
        let text = String(number ?? 0)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
