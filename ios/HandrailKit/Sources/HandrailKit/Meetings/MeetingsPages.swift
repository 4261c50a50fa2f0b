import handrail

/// The next meeting, and those before.
enum MeetingsPages {
    static let meetings = SheetPlace.lines(["session", "homework"]) { record in
        let view = try record.sessions()
        let next = view.next.map { one in
            [
                SheetLine(
                    one.id, .dayAndTime(one.day, one.time),
                    [SheetFact(.say("session-next")), SheetFact.some(one.place), SheetFact.some(one.agenda)],
                    acts: [.go("today-prepare-meeting", "review"), .go("meetings-did-it", "meeting-form/\(one.id)")])
            ]
        }
        return SheetPage(
            .say("meetings-title"),
            parts: [
                SheetPart(nil, next ?? [], empty: .say("session-none-planned")),
                SheetPart(nil, view.planned.filter { $0.id != view.next?.id }.map { line($0, "meeting-form") }),
                SheetPart(
                    .say("meetings-before"), view.history.map { line($0, "meeting-sheet") },
                    before: { try $0.sessionsBefore(session: $1).map { line($0, "meeting-sheet") } }),
            ],
            main: .go("meetings-plan", "meeting-form"), more: [.go("sheet-talk-about", "talk-about"), .print(.session)])
    }

    private static func line(_ one: SessionView, _ place: String) -> SheetLine {
        SheetLine(
            one.id, .dayAndTime(one.day, one.time),
            [one.state == .planned ? SheetFact.some(one.place) : SheetFact(.word("session-state", one.state))], opens: "\(place)/\(one.id)")
    }

    static func form(_ id: SessionId?) -> SheetPlace {
        .form { record in
            let old = try id.map { try record.sessionSheet(id: $0).session }
            return FormPage(
                .say(old == nil ? "meetings-plan" : "session"), notes: [.say("shell-all-optional")],
                [
                    .day("day", "session-day", old?.day), .time("time", "session-time", old?.time),
                    .one("kind", "session-kind", old?.kind ?? .individual), .words("place", "session-place", old?.place ?? ""),
                    .words("agenda", "session-agenda", old?.agenda ?? "", lines: 2),
                ],
                standing: id.map { Standing("session", $0) }, below: id.map { [took($0)] } ?? [], reminds: true
            ) { record, filled in
                let new = NewSession(
                    day: filled["day"], time: filled.maybe("time"), kind: filled.one("kind") ?? .individual, place: filled["place"],
                    module: old?.module ?? "", agenda: filled["agenda"])
                return try id.map { try record.editSession(id: $0, edit: new) } ?? record.planSession(details: new)
            }
        }
    }

    /// Whether it took place; either answer is as good.
    private static func took(_ id: SessionId) -> SheetPart {
        let undo: TakeBack = { record, _ in try record.markSessionPlanned(id: id) }
        return SheetPart(
            nil,
            [
                SheetLine(
                    "took-place", .say("session-did-it-take-place"),
                    acts: [
                        .write(
                            .word("session-state", SessionState.held), done: "shell-changed", undo: undo,
                            then: .instead { _ in "meeting-sheet/\(id)" }
                        ) { try $0.markSessionHeld(id: id) },
                        .write(.word("session-state", SessionState.missed), done: "shell-changed", undo: undo, then: .back) {
                            try $0.markSessionMissed(id: id)
                        },
                    ])
            ])
    }

    /// What a meeting was, on its sheet, and a note made from it: nothing that does not stand there.
    static func sheet(_ id: SessionId) -> SheetPlace {
        .form { record in
            let view = try record.sessionSheet(id: id)
            let (session, sheet) = (view.session, view.sheet)
            let words = view.draft.map { Said.message($0.message) }
            let give = SheetAct(.say("shell-give"), .give(.say("meetings-note-draft"), words))
            let lines = words.isEmpty ? [] : [SheetLine("draft", .lines(words), acts: [give])]
            return FormPage(
                .say("sheet-session"),
                notes: [
                    .dayAndTime(session.day, session.time), .word("session-state", session.state), .say("shell-all-optional"),
                ],
                [
                    .words("note", "session-note", session.note, lines: 3), .words("topics", "session-topics", sheet.topics),
                    .some("agenda_done", "session-agenda-done", sheet.agendaDone),
                    .words("practised", "session-practised", sheet.practised), .words("role_play", "session-role-play", sheet.rolePlay),
                    .some("teaching_styles", "session-teaching-styles", sheet.teachingStyles),
                    .words("others_present", "session-others-present", sheet.othersPresent),
                    .digits("minutes", "session-minutes", sheet.minutes),
                ],
                below: [SheetPart(.say("meetings-note-draft"), lines)], more: [.go("session-did-it-take-place", "meeting-form/\(id)")]
            ) { record, filled in
                let new = SessionSheet(
                    modules: sheet.modules, topics: filled["topics"], minutes: filled.number("minutes"),
                    agendaDone: filled.some("agenda_done"), teachingStyles: filled.some("teaching_styles"),
                    practised: filled["practised"], rolePlay: filled["role_play"], supporters: sheet.supporters,
                    othersPresent: filled["others_present"])
                return try record.writeUpSession(id: id, sheet: new, note: filled["note"])
            }
        }
    }
}

extension AgendaPart: Listed {
    public static var all: [Self] { [.catchUp, .recall, .reviewHomework, .goals, .agenda, .newTopic, .summary, .newHomework] }
}
extension TeachingStyle: Listed {
    public static var all: [Self] { [.motivational, .educational, .cognitiveBehavioural] }
}
