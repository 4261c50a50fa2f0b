import handrail

/// The programme, its parts, and how I take part. Any part can be opened at any time.
enum ProgrammePages {
    static let programme = SheetPlace.lines(["enrolment", "module_progress", "session", "setting"]) { record in
        let view = try record.programme()
        let mine = view.modules.filter(\.mine)
        var page = SheetPage(.own(view.name.text), notes: text(view.about), more: [.print(.programme)])
        if view.packIsMissing { page.notes.append(.say("programme-missing")) }
        if let enrolment = view.enrolment {
            page.parts.append(SheetPart(nil, taking(enrolment)))
            if let current = mine.first(where: { $0.progress.state == .current }) {
                page.main = .go("programme-go-on", "module/\(current.id)")
            }
        } else if !view.packIsMissing {
            page.main = .go("programme-take-part", "enrolment-form")
        }
        page.parts.append(SheetPart(.say("programme-parts"), mine.map(line), empty: .say("shell-nothing-here")))
        let choices = view.choices.map { choice in
            SheetLine(
                "choice/\(choice.id)", .own(choice.title.text), [],
                .turn(choice.chosen) { try $0.choosePart(choice: choice.id, wanted: $1) })
        }
        let diagnoses = view.diagnoses.map { choice in
            SheetLine(
                "diagnosis/\(choice.id)", .own(choice.title.text), [],
                .turn(choice.chosen) { record, on in
                    let chosen = view.diagnoses.filter { $0.id == choice.id ? on : $0.chosen }.map(\.id)
                    return try record.chooseDiagnoses(diagnoses: chosen)
                })
        }
        page.parts.append(
            SheetPart(nil, choices + diagnoses + view.modules.filter { !$0.mine }.map(line), folded: .say("programme-choose-parts")))
        page.parts.append(
            SheetPart(
                .say("programme-earlier"),
                view.earlier.map { one in
                    SheetLine(
                        one.id, .own(one.name.text), [SheetFact(.day(one.started)), SheetFact(.word("enrolment-state", one.state))],
                        opens: "enrolment-form/\(one.id)")
                }))
        return page
    }

    /// A text of the programme, and whether it is in another language than the screen.
    static func text(_ text: PackText) -> [Said] {
        text.text.isEmpty ? [] : [.own(text.text)] + (text.fellBack ? [.say("programme-other-language")] : [])
    }

    private static func line(_ one: ModuleLine) -> SheetLine {
        SheetLine(one.id, .own(one.title.text), [SheetFact(.word("module-progress-state", one.progress.state))], opens: "module/\(one.id)")
    }

    /// Where I am in it, and after a trial the one question that it was for.
    private static func taking(_ mine: EnrolmentView) -> [SheetLine] {
        let set = { (state: EnrolmentState) in
            SheetAct.write(
                .word("enrolment-state", state), done: "shell-changed",
                undo: { record, _ in try record.setEnrolmentState(id: mine.id, state: mine.state) }
            ) { try $0.setEnrolmentState(id: mine.id, state: state) }
        }
        let asked = SheetLine(
            "decide", .say("programme-trial-decide", ["count": .number(number: mine.meetingsHeld)]), acts: [set(.active), set(.left)])
        let stands = SheetLine(
            mine.id, .word("enrolment-state", mine.state), [SheetFact("enrolment-started", day: mine.started)],
            opens: "enrolment-form/\(mine.id)")
        return (mine.decideNow ? [asked] : []) + [stands]
    }

    // So many meetings show what it is like.
    private static let trial: Int64 = 3

    /// Taking part: a new course, or the one of an id. To try it first is what stands there.
    static func enrolment(_ id: EnrolmentId?) -> SheetPlace {
        .form { record in
            let view = try record.programme()
            let all = (view.enrolment.map { [$0] } ?? []) + view.earlier
            let old = try id.map { id in try found(all.first { $0.id == id }) }
            var fields: [FormField] = [
                .one("format", "enrolment-format", old?.format ?? .individual),
                .digits("trial_meetings", "enrolment-trial-meetings", old == nil ? trial : old?.trialMeetings),
            ]
            if let old {
                fields.append(
                    .one("state", "enrolment-state", old.state).atOnce {
                        try $0.setEnrolmentState(id: old.id, state: found(EnrolmentState(word: $1)))
                    })
            }
            let rest: [FormField] = [
                .day("started", "enrolment-started", old?.started).behind,
                .digits("planned_meetings", "enrolment-planned-meetings", old?.plannedMeetings).behind,
                .digits("group_size", "enrolment-group-size", old?.groupSize).behind.asked { $0["format"] != "individual" },
                .yes("booster", "enrolment-booster", old?.booster ?? false).behind,
            ]
            return FormPage(
                .say("enrolment"), notes: [.say("shell-all-optional")], fields + rest,
                standing: id.map { Standing("enrolment", $0) }
            ) { record, filled in
                let format: ProgrammeFormat = filled.one("format") ?? .individual
                let new = NewEnrolment(
                    programme: old?.programme ?? view.programme, format: format,
                    groupSize: format == .individual ? nil : filled.number("group_size"), started: filled.maybe("started"),
                    plannedMeetings: filled.number("planned_meetings"), trialMeetings: filled.number("trial_meetings"),
                    booster: filled.yes("booster"), repeatOf: old?.repeatOf)
                return try id.map { try record.editEnrolment(id: $0, edit: new) } ?? record.enrol(details: new)
            }
        }
    }
}
