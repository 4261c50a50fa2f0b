import handrail

/// What helps me cope, and how the tries went. Any try counts.
enum CopingPages {
    /// What can be rated now comes first: it is two taps.
    static let mine = SheetPlace.lines(["coping_strategy", "coping_entry", "coping_wait"]) { record in
        let view = try record.coping()
        let nothing = view.strategies.isEmpty && view.recent.isEmpty
        return SheetPage(
            .say("sheet-coping"), notes: nothing ? [.say("coping-empty")] : [],
            parts: [
                SheetPart(
                    .say("coping-rate-now"),
                    view.rateLater.map {
                        SheetLine("rate/\($0.id)", .own($0.strategyName), [SheetFact(.day($0.day))], opens: "coping-try/rate/\($0.id)")
                    }),
                SheetPart(.say("coping-mine"), view.strategies.map(strategy), add: .go("coping-add", "coping-form")),
                SheetPart(nil, [], add: .go("coping-wait", "coping-wait")),
                SheetPart(.say("coping-tried"), view.recent.map(tried), before: { try $0.copingBefore(entry: $1).map(tried) }),
                SheetPart(
                    .say("coping-strategy-state-drop"),
                    view.setDown.map { SheetLine($0.id, .own($0.name), opens: "coping-form/\($0.id)") },
                    folded: .say("coping-strategy-state-drop")),
            ],
            main: .go("coping-look-in-library", "coping-library"), more: [.print(.coping)])
    }

    private static func strategy(_ one: CopingStrategyView) -> SheetLine {
        let tries = one.tries > 0 ? SheetFact(.say("coping-tries", ["count": .number(number: Int64(one.tries))])) : nil
        return SheetLine(
            one.id, .own(one.name), [one.trouble.isEmpty ? tries : SheetFact(.own(one.trouble))], opens: "coping-try/\(one.id)")
    }

    private static func tried(_ one: CopingEntryView) -> SheetLine {
        SheetLine(
            one.id, .own(one.strategyName), [SheetFact(.day(one.day)), SheetFact("coping-entry-helped", one.helped)],
            opens: "coping-try/rate/\(one.id)")
    }

    /// What helps other people: the troubles, or what there is for one of them.
    static func library(_ trouble: String?) -> SheetPlace {
        .lines(["coping_strategy", "enrolment"]) { record in
            let view = try record.copingLibrary()
            guard let trouble else {
                return SheetPage(
                    .say("coping-library-title"), notes: [.say("coping-library-what")],
                    parts: [SheetPart(nil, view.troubles.map { SheetLine($0.id, .own($0.name), opens: "coping-library/\($0.id)") })])
            }
            let one = try found(view.troubles.first { $0.id == trouble })
            return SheetPage(
                .own(one.name), parts: [SheetPart(nil, one.strategies.map { offered($0, one.id) })],
                main: one.crisis ? .go("today-help-now", "help-now") : nil)
        }
    }

    private static func offered(_ one: LibraryStrategy, _ trouble: String) -> SheetLine {
        var acts: [SheetAct] = []
        if one.guided { acts.append(.go("coping-practise-with-me", "coping-practice/\(one.id)")) }
        if let mine = one.mine {
            acts.append(.go("coping-try-it", "coping-try/\(mine)"))
        } else {
            acts.append(
                .write(.say("coping-put-with-mine"), undo: takingAway("coping_strategy")) {
                    try $0.addCopingFromLibrary(libraryId: one.id, trouble: trouble)
                })
        }
        return SheetLine(one.id, .own(one.name), one.steps.map { SheetFact(.own($0)) }, acts: acts)
    }
}
