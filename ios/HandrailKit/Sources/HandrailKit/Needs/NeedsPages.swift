import Foundation
import handrail

/// What I need, whom I ask for it, and what came of it.
enum NeedsPages {
    static let needs = SheetPlace.lines(["need"]) { record in
        let view = try record.needs()
        return SheetPage(
            .say("sheet-needs"),
            parts: view.states.map { inState in
                SheetPart(
                    .word("need-state", inState.state), inState.needs.map(need),
                    empty: inState.state == .wanted ? .say("shell-nothing-here") : nil,
                    move: { try $0.moveNeed(id: $1, place: $2) })
            } + [SheetPart(.say("need-list-id"), view.offered.map(offer))],
            main: .go("shell-add", "needs/new"), more: [.print(.needs)]
        )
    }

    private static func need(_ one: NeedView) -> SheetLine {
        let next: [NeedState] =
            switch one.state {
            case .wanted: [.asked, .letGo]
            case .asked: [.settled, .letGo]
            case .settled, .used, .letGo: [.wanted]
            }
        var acts = next.map { state in
            SheetAct.write(.word("need-state", state), done: "shell-changed") { try $0.setNeedState(id: one.id, state: state) }
        }
        if !one.phone.isEmpty { acts.insert(SheetAct(.number(one.phone), .call(one.phone)), at: 0) }
        return SheetLine(
            one.id, .own(one.wording),
            [
                SheetFact("need-who-to-ask", one.whoToAsk), SheetFact("need-question", one.question),
                SheetFact("need-what-i-say", one.whatISay),
                SheetFact("need-appointment", day: one.appointment), SheetFact("need-outcome", one.outcome),
            ],
            opens: "needs/\(one.id)", acts: acts)
    }

    private static func offer(_ one: ServiceOffer) -> SheetLine {
        SheetLine(
            "offered/\(one.listId)", .own(one.wording),
            acts: [NeedState.wanted, .used].map { state in
                .write(.word("need-state", state)) { try $0.saveNeed(details: NewNeed(listId: one.listId), state: state) }
            })
    }

    static func form(_ id: NeedId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(record.needs().states.flatMap(\.needs).first { $0.id == id }) }
            return FormPage(
                .say("need"), notes: [.say("shell-all-optional")],
                [
                    .words("wording", "need-wording", old?.wording ?? ""), .words("who_to_ask", "need-who-to-ask", old?.whoToAsk ?? ""),
                    .phone("phone", "need-phone", old?.phone ?? ""), .words("question", "need-question", old?.question ?? "", lines: 2),
                    .words("what_i_say", "need-what-i-say", old?.whatISay ?? "", lines: 2),
                    .day("appointment", "need-appointment", old?.appointment),
                    .words("outcome", "need-outcome", old?.outcome ?? "", lines: 2),
                ],
                more: id.map { [.takeAway("need", $0)] } ?? []
            ) { record, filled in
                let new = NewNeed(
                    listId: old?.listId ?? "", wording: filled["wording"], whoToAsk: filled["who_to_ask"], phone: filled["phone"],
                    question: filled["question"], whatISay: filled["what_i_say"], appointment: filled.maybe("appointment"),
                    outcome: filled["outcome"])
                return try id.map { try record.editNeed(id: $0, edit: new) } ?? record.saveNeed(details: new, state: .wanted)
            }
        }
    }
}
