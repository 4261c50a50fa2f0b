import handrail

/// What I need from services, whom I ask for it, and what came of it.
enum NeedsPages {
    /// By where each stands; what the programme lists is a tap away.
    static let needs = SheetPlace.lines(["need", "enrolment"]) { record in
        let view = try record.needs()
        let states = view.states.filter { !$0.needs.isEmpty }
        return SheetPage(
            .say("sheet-needs"), notes: states.isEmpty ? [.say("needs-empty")] : [],
            parts: states.map { state in
                SheetPart(.word("need-state", state.state), state.needs.map(need), move: { try $0.moveNeed(id: $1, place: $2) })
            } + [
                SheetPart(
                    .say("needs-list"),
                    view.offered.map { SheetLine("offered/\($0.listId)", .own($0.wording), opens: "need-form/list/\($0.listId)") },
                    folded: .say("needs-list"))
            ],
            main: .go("shell-add", "need-form"), more: [.print(.needs)])
    }

    private static func need(_ one: NeedView) -> SheetLine {
        let name: MessageValue = .words(text: one.whoToAsk.isEmpty ? "\u{2066}\(one.phone)\u{2069}" : one.whoToAsk)
        let call = SheetAct(.say("help-now-call", ["name": name]), .call(one.phone, nil))
        return SheetLine(
            one.id, .own(one.wording),
            [
                one.appointment.map { SheetFact(.day($0)) }, SheetFact.some(one.whoToAsk), SheetFact.some(one.whatISay),
                SheetFact.some(one.outcome),
            ],
            opens: "need-form/\(one.id)", acts: one.phone.isEmpty ? [] : [call])
    }

    /// What, whom to ask, what to say; the rest when it is known.
    /// - Parameter list: one of the programme's.
    static func form(_ id: NeedId?, list: String?) -> SheetPlace {
        .form { record in
            let view = try record.needs()
            let old = try id.map { id in try found(view.states.flatMap(\.needs).first { $0.id == id }) }
            let offer = view.offered.first { $0.listId == list }
            let beside = view.states.first { $0.state == old?.state }?.needs.map(\.id) ?? []
            // What stands in the list moves at once; what is new is saved there.
            let state = FormField.one("state", "need-state", old?.state ?? .wanted)
            let set = old.map { one in state.atOnce { try $0.setNeedState(id: one.id, state: found(NeedState(word: $1))) } }
            let fields: [FormField] = [
                .words("wording", "need-wording", old?.wording ?? offer?.wording ?? "", lines: 2),
                .words("who_to_ask", "need-who-to-ask", old?.whoToAsk ?? ""),
                .words("what_i_say", "need-what-i-say", old?.whatISay ?? "", lines: 2),
                .phone("phone", "need-phone", old?.phone ?? "").behind,
                .words("question", "need-question", old?.question ?? "", lines: 2).behind,
                .day("appointment", "need-appointment", old?.appointment).behind,
                .words("outcome", "need-outcome", old?.outcome ?? "", lines: 2).behind,
                set ?? state,
            ]
            return FormPage(
                .say("need"), notes: [.say("shell-all-optional")], fields,
                standing: id.map { Standing("need", $0, among: beside) { try $0.moveNeed(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewNeed(
                    listId: old?.listId ?? list ?? "", wording: filled["wording"], whoToAsk: filled["who_to_ask"], phone: filled["phone"],
                    question: filled["question"], whatISay: filled["what_i_say"], appointment: filled.maybe("appointment"),
                    outcome: filled["outcome"])
                return try id.map { try record.editNeed(id: $0, edit: new) }
                    ?? record.saveNeed(details: new, state: filled.one("state") ?? .wanted)
            }
        }
    }
}
