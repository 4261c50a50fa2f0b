import Foundation
import handrail

/// Living well: logs of one's own, and one small change at a time.
enum LifestylePages {
    static let sheet = SheetPlace.lines(["lifestyle_entry", "lifestyle_change"]) { record in
        let view = try record.lifestyle()
        return SheetPage(
            .say("sheet-lifestyle"),
            parts: [
                SheetPart(
                    .say("lifestyle-change"), (view.trying.map { [$0] } ?? []).map(change), empty: .say("lifestyle-empty"),
                    add: view.trying == nil ? .go("lifestyle-choose", "lifestyle/change") : nil),
                SheetPart(.say("lifestyle-logs"), view.logs.map { SheetLine($0.id, .own($0.name), opens: "lifestyle/log/\($0.id)") }),
                SheetPart(.say("lifestyle-earlier"), view.recent.map(entry)),
                SheetPart(.say("lifestyle-changes"), view.changes.filter { $0.id != view.trying?.id }.map(change)),
            ],
            more: [.print(.lifestyle)]
        )
    }

    private static func change(_ one: LifestyleChangeView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording), [SheetFact(.own(one.logName)), SheetFact("lifestyle-change-state", one.state)],
            opens: "lifestyle/change/\(one.id)",
            acts: LifestyleChangeState.all.filter { $0 != one.state }.map { state in
                .write(.word("lifestyle-change-state", state), done: "shell-changed") {
                    try $0.setLifestyleChangeState(id: one.id, state: state)
                }
            })
    }

    private static func entry(_ one: LifestyleEntryView) -> SheetLine {
        let amount = one.amount.map { amount in
            SheetFact(.say(one.unit == .minutes ? "date-minutes" : "date-times", ["count": .number(number: amount)]))
        }
        return SheetLine(
            one.id, .own(one.logName),
            [SheetFact(.day(one.day)), SheetFact(.own(one.wording)), amount].compactMap { $0 }.filter { $0.says != .own("") },
            opens: "lifestyle/log/\(one.log)/\(one.id)", acts: [.takeAway("lifestyle_entry", one.id)])
    }

    static func logForm(_ log: String, _ id: LifestyleEntryId?) -> SheetPlace {
        .form { record in
            let view = try record.lifestyle()
            let named = try found(view.logs.first { $0.id == log })
            let old = try id.map { id in try found(view.recent.first { $0.id == id }) }
            let amount: [FormField] =
                switch named.unit {
                case .minutes:
                    [
                        .record(
                            "amount", "lifestyle-entry-amount-minutes", [5, 10, 15, 20, 30, 45, 60, 90].map { minutes($0) },
                            old?.amount.map(String.init))
                    ]
                case .times: [.scale("amount", "lifestyle-entry-amount-times", 0...10, old?.amount)]
                case .wordsAlone: []
                }
            return FormPage(
                .own(named.name), amount + [.words("wording", "lifestyle-entry-wording", old?.wording ?? "", lines: 2)],
                more: id.map { [.takeAway("lifestyle_entry", $0)] } ?? []
            ) { record, filled in
                let new = NewLifestyleEntry(log: log, wording: filled["wording"], amount: filled.number("amount"))
                return try id.map { try record.editLifestyle(id: $0, edit: new) } ?? record.recordLifestyle(details: new)
            }
        }
    }

    private static func minutes(_ count: Int64) -> FormChoice {
        FormChoice("\(count)", .say("date-minutes", ["count": .number(number: count)]))
    }

    static func changeForm(_ id: LifestyleChangeId?) -> SheetPlace {
        .form { record in
            let view = try record.lifestyle()
            let old = try id.map { id in try found((view.changes + (view.trying.map { [$0] } ?? [])).first { $0.id == id }) }
            return FormPage(
                .say("lifestyle-change"),
                [
                    .words("wording", "lifestyle-change-wording", old?.wording ?? "", lines: 2),
                    .record("log", "lifestyle-change-log", view.logs.map { FormChoice($0.id, .own($0.name)) }, old?.log),
                ],
                more: id.map { [.takeAway("lifestyle_change", $0)] } ?? []
            ) { record, filled in
                let new = NewLifestyleChange(log: filled["log"], wording: filled["wording"], started: old?.started)
                return try id.map { try record.editLifestyleChange(id: $0, edit: new) } ?? record.saveLifestyleChange(details: new)
            }
        }
    }
}
