import Foundation
import handrail

/// What helps: choose, do, say how it was. Any try counts.
enum CopingPages {
    static let mine = SheetPlace.lines(["coping_strategy", "coping_entry"]) { record in
        let view = try record.coping()
        return SheetPage(
            .say("sheet-coping"),
            parts: [
                SheetPart(.say("coping-rate-after-later"), view.rateLater.map(later)),
                SheetPart(nil, view.strategies.map(strategy), empty: .say("shell-nothing-here")),
                SheetPart(
                    .say("coping-strategy-state-drop"),
                    view.setDown.map { strategy in
                        SheetLine(strategy.id, .own(strategy.name), acts: [keep(strategy, .keep)])
                    }),
            ],
            main: .go("shell-add", "coping-library")
        )
    }

    private static func later(_ entry: CopingEntryView) -> SheetLine {
        SheetLine(entry.id, .own(entry.strategyName), [SheetFact(.day(entry.day))], opens: "coping-try/\(entry.strategy)/\(entry.id)")
    }

    private static func strategy(_ one: CopingStrategyView) -> SheetLine {
        var acts = [SheetAct.go("shell-change", "coping-form/\(one.id)"), keep(one, .drop)]
        if !one.libraryId.isEmpty { acts.insert(.go("programme-try-it", "coping-practice/\(one.libraryId)"), at: 0) }
        let tries = one.tries > 0 ? SheetFact(.say("coping-tries", ["count": .number(number: Int64(one.tries))])) : nil
        return SheetLine(
            one.id, .own(one.name), [SheetFact("coping-strategy-how", one.how), tries], opens: "coping-try/\(one.id)", acts: acts)
    }

    private static func keep(_ one: CopingStrategyView, _ state: StrategyState) -> SheetAct {
        .write(.word("coping-strategy-state", state), done: "shell-changed") { try $0.setCopingStrategyState(id: one.id, state: state) }
    }

    static let library = SheetPlace.lines(["coping_strategy"]) { record in
        SheetPage(
            .say("coping-strategy-library-id"),
            parts: try record.copingLibrary().troubles.map { trouble in
                SheetPart(.own(trouble.name), trouble.strategies.map { offered($0, trouble.id) })
            },
            main: .go("shell-add", "coping-form")
        )
    }

    private static func offered(_ one: LibraryStrategy, _ trouble: String) -> SheetLine {
        var acts: [SheetAct] = []
        if one.guided { acts.append(.go("programme-try-it", "coping-practice/\(one.id)")) }
        if one.mine == nil {
            acts.append(.write(.say("shell-add")) { try $0.addCopingFromLibrary(libraryId: one.id, trouble: trouble) })
        }
        return SheetLine(
            "\(trouble)/\(one.id)", .own(one.name), one.steps.map { SheetFact(.own($0)) }, opens: one.mine.map { "coping-try/\($0)" },
            acts: acts)
    }

    static func form(_ id: CopingStrategyId?) -> SheetPlace {
        .form { record in
            let view = try record.coping()
            let old = try id.map { id in try found((view.strategies + view.setDown).first { $0.id == id }) }
            return FormPage(
                .say("coping-strategy"), notes: [.say("shell-all-optional")],
                [
                    .words("name", "coping-strategy-name", old?.name ?? ""),
                    .words("how", "coping-strategy-how", old?.how ?? "", lines: 3),
                    .words("trouble", "coping-strategy-trouble", old?.trouble ?? ""),
                    .words("adapted", "coping-strategy-adapted", old?.adapted ?? ""),
                ],
                more: id.map { [.takeAway("coping_strategy", $0)] } ?? []
            ) { record, filled in
                let new = NewCopingStrategy(
                    name: filled["name"], how: filled["how"], trouble: filled["trouble"], adapted: filled["adapted"])
                return try id.map { try record.editCopingStrategy(id: $0, edit: new) } ?? record.saveCopingStrategy(details: new)
            }
        }
    }

    /// A new try; or, with an entry, one that is rated now that it is over.
    static func attempt(_ strategy: CopingStrategyId, _ entry: CopingEntryId?) -> SheetPlace {
        .form { record in
            let view = try record.coping()
            let named = try found((view.strategies + view.setDown).first { $0.id == strategy })
            let old = try entry.map { entry in try found((view.rateLater + view.recent).first { $0.id == entry }) }
            return FormPage(
                .own(named.name), notes: [.say("homework-any-try-counts"), .say("shell-all-optional")],
                [
                    .one("helped", "coping-entry-helped", old?.helped),
                    .scale("before", "coping-entry-before", 0...10, old?.before),
                    .scale("after", "coping-entry-after", 0...10, old?.after),
                    .words("situation", "coping-entry-situation", old?.situation ?? "", lines: 2),
                    .words("note", "coping-entry-note", old?.note ?? "", lines: 2),
                ],
                more: entry.map { [.takeAway("coping_entry", $0)] } ?? []
            ) { record, filled in
                let new = NewCopingEntry(
                    strategy: strategy, situation: filled["situation"], helped: filled.one("helped"), before: filled.number("before"),
                    after: filled.number("after"), note: filled["note"], place: old?.place ?? "", trouble: old?.trouble ?? named.trouble)
                return try entry.map { try record.editCoping(id: $0, edit: new) } ?? record.recordCoping(details: new)
            }
        }
    }
}
