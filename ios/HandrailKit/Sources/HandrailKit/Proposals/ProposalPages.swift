import handrail

/// What was suggested. It waits as long as it likes, and "not for me" asks for no reason.
enum ProposalPages {
    static let all = SheetPlace.lines(["proposal", "seen_line", "homework", "step"]) { record in
        let view = try record.proposals()
        let nothing = view.waiting.isEmpty && view.earlier.isEmpty && view.seen.isEmpty
        var notes: [Said] = view.waiting.isEmpty ? [] : [.say("proposals-decide")]
        if view.updateToSee > 0 { notes.append(.say("proposal-kind-unknown")) }
        return SheetPage(
            .say("proposals-title"), notes: notes,
            parts: [
                SheetPart(nil, view.waiting.map(waiting), empty: nothing ? .say("proposals-empty") : nil),
                SheetPart(
                    .say("proposals-seen"),
                    view.seen.map { SheetLine($0.id, .own($0.wording), [SheetFact(.own($0.fromName)), SheetFact(.day($0.madeDay))]) }),
                SheetPart(
                    .say("proposals-earlier"),
                    view.earlier.map { one in
                        SheetLine(
                            one.id, .own(one.title),
                            [SheetFact(.word("proposal-state", one.state)), one.answeredDay.map { SheetFact(.day($0)) }])
                    }),
            ])
    }

    private static func waiting(_ one: ProposalView) -> SheetLine {
        let yes = SheetAct.write(.word("proposal-state", ProposalState.accepted)) {
            try $0.acceptProposal(id: one.id, edit: ProposalEdit())
        }
        let change = SheetAct(.word("proposal-state", ProposalState.changed), .go("proposals/\(one.id)"))
        let no = SheetAct.write(.word("proposal-state", ProposalState.declined), done: nil) { try $0.declineProposal(id: one.id) }
        // A step whose goal is gone needs another one first.
        let whole = one.kind == .homework || one.goal != nil
        return SheetLine(
            one.id, .own(one.title),
            [
                SheetFact(.say("proposal-from", ["name": .words(text: one.fromName)])), SheetFact(.word("proposal-kind", one.kind)),
                SheetFact("homework-why", one.why), SheetFact("homework-what-exactly", one.whatExactly),
                SheetFact("homework-where-words", one.whereWords), SheetFact("homework-with-whom", one.withWhom),
                SheetFact("homework-smaller-version", one.smallerVersion), SheetFact("step-goal", one.goal?.title ?? ""),
                SheetFact("homework-by-about", day: one.byAbout),
            ],
            acts: (whole ? [yes] : []) + [change, no])
    }

    /// Changed before it becomes the person's own. What was suggested stays as it came beside what the person makes of it.
    static func form(_ id: ProposalId) -> SheetPlace {
        .form { record in
            let one = try found(record.proposals().waiting.first { $0.id == id })
            let goals = try record.goals().goals.flatMap(\.shortTerm).map { FormChoice($0.id, .own($0.title)) }
            let homework = one.kind == .homework
            let what: [FormField] =
                homework
                ? [
                    .words("smaller_version", "homework-smaller-version", one.smallerVersion, lines: 2),
                    .one("how_often", "homework-how-often", one.howOften),
                ] : [.record("goal", "step-goal", goals, one.goal?.goal)]
            let fields: [FormField] = [
                .words("title", homework ? "homework-title" : "step-title", one.title, lines: 2),
                .words("what_exactly", homework ? "homework-what-exactly" : "step-how", one.whatExactly, lines: 2),
                .words("where_words", "homework-where-words", one.whereWords),
                .words("with_whom", "homework-with-whom", one.withWhom),
            ]
            return FormPage(
                .word("proposal-state", ProposalState.changed),
                notes: [.say("proposal-from", ["name": .words(text: one.fromName)])],
                fields + what + [.day("by_about", "homework-by-about", one.byAbout)],
                button: .word("proposal-state", ProposalState.accepted)
            ) { record, filled in
                // Only what was changed: what is left is theirs as it came.
                let changed = { (field: String, before: String) in filled[field] == before ? nil : filled[field] }
                let often: HowOften? = homework ? filled.one("how_often") : nil
                return try record.acceptProposal(
                    id: id,
                    edit: ProposalEdit(
                        title: changed("title", one.title), whatExactly: changed("what_exactly", one.whatExactly),
                        whereWords: changed("where_words", one.whereWords), withWhom: changed("with_whom", one.withWhom),
                        smallerVersion: homework ? changed("smaller_version", one.smallerVersion) : nil,
                        howOften: often == one.howOften ? nil : often,
                        byAbout: filled.maybe("by_about") == one.byAbout ? nil : filled.maybe("by_about"),
                        goal: homework || filled.maybe("goal") == one.goal?.goal ? nil : filled.maybe("goal")))
            }
        }
    }
}

extension ProposalState: Listed {
    public static var all: [Self] { [.waiting, .accepted, .changed, .declined, .withdrawn] }
}
extension SuggestionKind: Listed {
    public static var all: [Self] { [.homework, .step] }
}
