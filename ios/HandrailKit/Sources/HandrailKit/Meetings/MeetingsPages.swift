import Foundation
import handrail

/// Meetings: the next one, and what was.
enum MeetingsPages {
    static let meetings = SheetPlace.lines(["session", "talk_about"]) { record in
        let view = try record.sessions()
        var coming = view.planned
        if let next = view.next, !coming.contains(where: { $0.id == next.id }) { coming.insert(next, at: 0) }
        return SheetPage(
            .say("meetings-title"),
            parts: [
                SheetPart(
                    .say("session-next"), coming.map { meeting($0) }, empty: .say("session-none-planned"),
                    add: .go("meetings-plan", "meeting-form")),
                SheetPart(.say("meetings-before"), view.history.map { meeting($0) }),
            ],
            main: .go("today-prepare-meeting", "review"), more: [.go("sheet-talk-about", "talk-about"), .print(.session)]
        )
    }

    private static func meeting(_ one: SessionView) -> SheetLine {
        var acts: [SheetAct] = []
        if one.state == .planned {
            acts = [
                .write(.word("session-state", SessionState.held), done: "shell-changed") { try $0.markSessionHeld(id: one.id) },
                .write(.word("session-state", SessionState.missed), done: "shell-changed") { try $0.markSessionMissed(id: one.id) },
            ]
        }
        return SheetLine(
            one.id, .day(one.day),
            [
                one.time.map { SheetFact(.time($0)) }, SheetFact("session-kind", one.kind), SheetFact("session-place", one.place),
                SheetFact("session-agenda", one.agenda), SheetFact("session-note", one.note),
                one.state == .planned ? nil : SheetFact("session-state", one.state),
            ],
            opens: one.state == .planned ? "meeting-form/\(one.id)" : "meetings/note/\(one.id)", acts: acts)
    }

    static func form(_ id: SessionId?) -> SheetPlace {
        .form { record in
            let view = try record.sessions()
            let old = try id.map { id in try found((view.planned + view.history + (view.next.map { [$0] } ?? [])).first { $0.id == id }) }
            return FormPage(
                .say("session"), notes: [.say("shell-all-optional")],
                [
                    .day("day", "session-day", try old?.day ?? record.thisDay()), .time("time", "session-time", old?.time),
                    .one("kind", "session-kind", old?.kind ?? .individual), .words("place", "session-place", old?.place ?? ""),
                    .words("agenda", "session-agenda", old?.agenda ?? "", lines: 3),
                ],
                more: id.map { [.takeAway("session", $0)] } ?? []
            ) { record, filled in
                let new = NewSession(
                    day: filled["day"], time: filled.maybe("time"), kind: filled.one("kind") ?? .individual, place: filled["place"],
                    module: old?.module ?? "", agenda: filled["agenda"])
                return try id.map { try record.editSession(id: $0, edit: new) } ?? record.planSession(details: new)
            }
        }
    }

    static func note(_ id: SessionId) -> SheetPlace {
        .form { record in
            let view = try record.sessions()
            let old = try found((view.history + view.planned).first { $0.id == id })
            return FormPage(.day(old.day), [.words("note", "session-note", old.note, lines: 5)]) { record, filled in
                try record.noteSession(id: id, note: filled["note"])
            }
        }
    }
}
