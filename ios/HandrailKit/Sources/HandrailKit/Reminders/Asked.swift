import Foundation
import handrail

/// A notification in the few things that the system is asked for. All of it is decided: an adapter only hands it over.
public struct Asked: Hashable, Sendable {
    /// When it comes.
    public enum Trigger: Hashable, Sendable {
        /// At this time on the wall; where no zone is in it, wherever the phone is.
        case wall(DateComponents)
        /// After so many seconds.
        case wait(TimeInterval)
    }

    /// How much it may interrupt.
    public enum Level: Hashable, Sendable { case quiet, usual, timely }

    public let id: String
    /// What is read once the phone is unlocked.
    public let body: String
    public let category: Category
    /// Those of one thread lie together: only what kind of thing they are for.
    public let thread: String
    public let sound: Bool
    public let level: Level
    public let trigger: Trigger
    /// What is kept with it: ids and times, never words.
    public let kept: [String: String]

    /// Which buttons there are, and what stands in the text's place on a locked phone.
    public struct Category: Hashable, Sendable {
        public let id: String
        public let actions: [Action]
        public let placeholder: String
    }

    public struct Action: Hashable, Sendable {
        public let id: String
        public let says: String
    }

    /// - Parameter now: when this is handed over.
    /// - Parameter zone: where the phone is.
    public init(_ request: NoticeRequest, now: Date = Date(), zone: TimeZone = .current) {
        let planned = request.planned
        let actions = request.actions.map { Action(id: $0.action.word, says: $0.says) }
        id = planned.id
        body = request.full
        // The same buttons and the same placeholder are the same category, in whatever language it is said last.
        category = Category(
            id: ([planned.neutral.id] + actions.map(\.id)).joined(separator: "."), actions: actions, placeholder: request.neutral)
        thread = "\(planned.channel)"
        sound = !planned.quietly
        level = planned.quietly ? .quiet : planned.importance == .high ? .timely : .usual
        trigger = Self.trigger(planned, now, zone)
        kept = [
            "civil": planned.civil, "mark": planned.mark, "language": request.language, "zone": request.held.zone ?? "",
        ]
    }

    /// What was kept with a notification of this id, as it is told to the core.
    /// - Parameter language: what is spoken now. What says something in another one is to be said anew.
    public static func held(_ id: String, _ kept: [String: String], language: String) -> HeldNotification {
        let zone = kept["zone"].flatMap { $0.isEmpty ? nil : $0 }
        let mark = kept["language"] == language ? kept["mark"] ?? "" : "another-language"
        return HeldNotification(id: id, civil: kept["civil"] ?? "", zone: zone, mark: mark)
    }

    /// The time that was asked for where it exists on that day, by this phone's tables; else the shifted one. What would lie in the past
    /// never comes: it comes at once.
    private static func trigger(_ planned: PlannedNotification, _ now: Date, _ here: TimeZone) -> Trigger {
        let soon = 1.0
        let instant = Date(timeIntervalSince1970: TimeInterval(planned.instantMs) / 1_000)
        let wait = Trigger.wait(max(soon, instant.timeIntervalSince(now)))
        let zone: TimeZone
        switch planned.zone {
        case .elapsed: return wait
        case .floating: zone = here
        case .pinned(let name):
            // A zone that this phone does not know: the core's instant is all there is.
            guard let known = TimeZone(identifier: name) else { return wait }
            zone = known
        }
        for civil in [planned.civil, planned.shifted] {
            guard let (wall, due) = Wall.read(civil, zone) else { continue }
            if due.timeIntervalSince(now) < soon { return .wait(soon) }
            var components = wall
            if case .pinned = planned.zone { components.timeZone = zone }
            return .wall(components)
        }
        return wait
    }
}

/// Times on a wall.
enum Wall {
    /// `2026-11-22T09:00` as its parts and its instant; nil where there is no such time on that day in that zone.
    static func read(_ civil: CivilDateTime, _ zone: TimeZone) -> (DateComponents, Date)? {
        let parts = civil.split { !$0.isNumber }.compactMap { Int($0) }
        guard parts.count >= 5 else { return nil }
        let wall = DateComponents(year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4])
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        guard let date = calendar.date(from: wall) else { return nil }
        // A calendar moves what the clock jumps over; then it is another time.
        let back = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        let same = (back.year, back.month, back.day) == (wall.year, wall.month, wall.day)
        return same && (back.hour, back.minute) == (wall.hour, wall.minute) ? (wall, date) : nil
    }
}

/// What a person did with a notification.
public enum Answered: Hashable, Sendable {
    case action(NotificationAction)
    /// It was opened or put away: it came, and that is no answer.
    case seen

    /// - Parameter identifier: of the button, as in ``Asked/Action``; the system has own ones for opening and putting away.
    public init(identifier: String) {
        self = NotificationAction(word: identifier).map { .action($0) } ?? .seen
    }
}
