import handrail

/// A way of coping in my words, how a try went, and a time I just waited.
enum CopingForms {
    // Strength is said from 0 to 10.
    private static let strength: ClosedRange<Int64> = 0...10

    static func strategy(_ id: CopingStrategyId?) -> SheetPlace {
        .form { record in
            let view = try record.coping()
            let old = try id.map { id in try found((view.strategies + view.setDown).first { $0.id == id }) }
            var fields: [FormField] = [
                .words("name", "coping-strategy-name", old?.name ?? "", lines: 2),
                .words("how", "coping-strategy-how", old?.how ?? "", lines: 3),
                .words("trouble", "coping-strategy-trouble", old?.trouble ?? ""),
            ]
            if let old {
                fields += [
                    .words("adapted", "coping-strategy-adapted", old.adapted, lines: 2),
                    .one("state", "coping-strategy-state", old.state).atOnce {
                        try $0.setCopingStrategyState(id: old.id, state: found(StrategyState(word: $1)))
                    },
                ]
            }
            return FormPage(
                .say("coping-strategy"), notes: [.say("shell-all-optional")], fields, standing: id.map { Standing("coping_strategy", $0) }
            ) { record, filled in
                let new = NewCopingStrategy(
                    name: filled["name"], how: filled["how"], trouble: filled["trouble"], adapted: filled["adapted"])
                return try id.map { try record.editCopingStrategy(id: $0, edit: new) } ?? record.saveCopingStrategy(details: new)
            }
        }
    }

    /// Trying something that helps. One tap is enough; how it is afterwards can be said later.
    static func attempt(_ id: CopingStrategyId) -> SheetPlace {
        .form { record in
            let (view, library) = (try record.coping(), try record.copingLibrary())
            let one = try found((view.strategies + view.setDown).first { $0.id == id })
            let listed =
                one.libraryId.isEmpty ? nil : library.troubles.flatMap(\.strategies).first { $0.id == one.libraryId }
            let how: [Said] = one.how.isEmpty ? listed?.steps.map(Said.own) ?? [] : [.own(one.how)]
            let adapted: [Said] = one.adapted.isEmpty ? [] : [.labelled(.say("coping-strategy-adapted"), .own(one.adapted))]
            let guided: [SheetAct] =
                listed.map { $0.guided ? [.go("coping-practise-with-me", "coping-practice/\($0.id)")] : [] } ?? []
            return FormPage(
                .own(one.name), notes: how + adapted + [.say("homework-any-try-counts")],
                [.scale("before", "coping-entry-before", strength)] + went(nil) + rest(nil),
                button: .say("coping-tried-it"), more: guided + [.go("shell-change", "coping-form/\(id)")],
                undo: takingAway("coping_entry")
            ) { record, filled in try record.recordCoping(details: entry(filled, id, one.trouble)) }
        }
    }

    /// A try that was noted: how it is now, or what else there is to say of it. What was said stays, and can be changed.
    static func rate(_ id: CopingEntryId) -> SheetPlace {
        .form { record in
            let view = try record.coping()
            let old = try found(
                view.rateLater.first { $0.id == id } ?? search(view.recent, id, \.id) { try record.copingBefore(entry: $0) })
            return FormPage(
                .own(old.strategyName), notes: [.day(old.day)],
                went(old) + [.scale("before", "coping-entry-before", strength, old.before).behind] + rest(old),
                standing: Standing("coping_entry", id)
            ) { record, filled in try record.editCoping(id: id, edit: entry(filled, old.strategy, old.trouble)) }
        }
    }

    private static func entry(_ filled: Filled, _ strategy: CopingStrategyId, _ trouble: String) -> NewCopingEntry {
        NewCopingEntry(
            strategy: strategy, situation: filled["situation"], helped: filled.one("helped"), before: filled.number("before"),
            after: filled.number("after"), note: filled["note"], place: filled["place"], trouble: trouble)
    }

    private static func went(_ old: CopingEntryView?) -> [FormField] {
        [
            .one("helped", "coping-entry-helped", old?.helped),
            .scale("after", "coping-entry-after", strength, old?.after).hint("coping-rate-after-later"),
        ]
    }

    private static func rest(_ old: CopingEntryView?) -> [FormField] {
        [
            .words("situation", "coping-entry-situation", old?.situation ?? "", lines: 2).behind,
            .words("place", "coping-entry-place", old?.place ?? "").behind,
            .words("note", "coping-entry-note", old?.note ?? "", lines: 2).behind,
        ]
    }

    /// A time I just waited, to see beside what I tried.
    static let wait = SheetPlace.form { record in
        let earlier: @Sendable (CopingWaitView) -> SheetLine = { one in
            SheetLine(
                one.id, one.trouble.isEmpty ? .day(one.day) : .own(one.trouble),
                [
                    SheetFact(.day(one.day)), SheetFact(label: .say("coping-wait-before"), .amount(Double(one.before))),
                    SheetFact(label: .say("coping-wait-after"), .amount(Double(one.after))),
                ], acts: [.takeAway("coping_wait", one.id)])
        }
        return FormPage(
            .say("coping-wait"),
            [
                .words("trouble", "coping-wait-trouble"), .scale("before", "coping-wait-before", strength),
                .scale("after", "coping-wait-after", strength).hint("coping-wait-both"),
            ],
            below: [
                SheetPart(
                    .say("homework-earlier"), try record.copingWaits(before: nil).map(earlier),
                    before: { try $0.copingWaits(before: $1).map(earlier) })
            ]
        ) { record, filled in
            // Both, or there is nothing to set beside.
            guard let before = filled.number("before") else { throw HandrailError.Invalid(field: "before", reason: .empty) }
            guard let after = filled.number("after") else { throw HandrailError.Invalid(field: "after", reason: .empty) }
            return try record.recordCopingWait(details: NewCopingWait(trouble: filled["trouble"], before: before, after: after))
        }
    }
}
