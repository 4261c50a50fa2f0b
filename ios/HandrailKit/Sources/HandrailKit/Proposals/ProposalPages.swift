import handrail

/// What somebody suggested. It waits as long as it likes, and "not for me" is an answer like any other.
enum ProposalPages {
    static let all = SheetPlace.lines(["proposal", "homework", "step"]) { record in
        let view = try record.proposals()
        return SheetPage(
            .say("proposal"),
            parts: [
                SheetPart(nil, view.waiting.map { line($0, answers: true) }, empty: .say("shell-nothing-here")),
                SheetPart(.say("shell-earlier"), view.earlier.map { line($0, answers: $0.state == .declined) }),
            ])
    }

    private static func line(_ one: ProposalView, answers: Bool) -> SheetLine {
        let yes = SheetAct.write(.word("proposal-state", ProposalState.accepted)) {
            try $0.acceptProposal(id: one.id, edit: ProposalEdit())
        }
        let no = SheetAct.write(.word("proposal-state", ProposalState.declined), done: "shell-changed") {
            try $0.declineProposal(id: one.id)
        }
        let acts = !answers ? [] : one.state == .waiting ? [yes, no] : [yes]
        return SheetLine(
            one.id, .own(one.title),
            [
                SheetFact(.say("proposal-from", ["name": .words(text: one.fromName)])), SheetFact(.word("proposal-state", one.state)),
                SheetFact("homework-what-exactly", one.whatExactly), SheetFact("homework-why", one.why),
                SheetFact("homework-smaller-version", one.smallerVersion), SheetFact("homework-by-about", day: one.byAbout),
            ],
            acts: acts)
    }
}

extension ProposalState: Listed {
    public static var all: [Self] { [.waiting, .accepted, .changed, .declined, .withdrawn] }
}
