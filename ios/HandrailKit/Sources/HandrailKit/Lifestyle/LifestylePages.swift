import handrail

/// Living well: one small change at a time, and logs for those who like one.
enum LifestylePages {
    /// The change first; then the logs.
    static let sheet = SheetPlace.lines(["lifestyle_entry", "lifestyle_change", "enrolment"]) { record in
        let view = try record.lifestyle()
        let trying = view.trying.map { one in
            [
                SheetLine(
                    one.id, .own(one.wording), [SheetFact("lifestyle-change-started", day: one.started)],
                    acts: [.go("lifestyle-how-is-it", "lifestyle-change-form/\(one.id)")])
            ]
        }
        return SheetPage(
            .say("sheet-lifestyle"),
            parts: [
                SheetPart(
                    .say("lifestyle-change"), trying ?? [], empty: .say("lifestyle-empty"),
                    add: trying == nil ? .go("lifestyle-choose", "lifestyle-change-form") : nil),
                SheetPart(
                    .say("lifestyle-logs"), view.logs.map { SheetLine($0.id, .own($0.name), opens: "lifestyle-entry-form/log/\($0.id)") }),
                SheetPart(
                    .say("lifestyle-earlier"), view.recent.map(entry), before: { try $0.lifestyleBefore(entry: $1).map(entry) }),
                SheetPart(
                    .say("lifestyle-changes"),
                    view.changes.filter { $0.id != view.trying?.id }.map { one in
                        SheetLine(
                            one.id, .own(one.wording), [SheetFact(.word("lifestyle-change-state", one.state))],
                            opens: "lifestyle-change-form/\(one.id)")
                    }, folded: .say("lifestyle-changes")),
            ],
            more: [.print(.lifestyle)])
    }

    private static func entry(_ one: LifestyleEntryView) -> SheetLine {
        let amount: SheetFact? =
            switch (one.unit, one.amount) {
            case (.minutes, let count?): SheetFact(.say("date-minutes", ["count": .number(number: count)]))
            case (.times, let count?): SheetFact(.say("date-times", ["count": .number(number: count)]))
            default: nil
            }
        return SheetLine(
            one.id, .own(one.logName), [SheetFact(.day(one.day)), amount, SheetFact.some(one.wording)],
            opens: "lifestyle-entry-form/\(one.id)")
    }

    /// A number where the log counts in one, and words. A new one of a log, or one that is there.
    static func entryForm(_ id: LifestyleEntryId?, log: String?) -> SheetPlace {
        .form { record in
            let view = try record.lifestyle()
            let old = try id.map { id in
                try found(search(view.recent, id, \.id) { try record.lifestyleBefore(entry: $0) })
            }
            let of = try found(old?.log ?? log)
            let known = view.logs.first { $0.id == of }
            let amount: [FormField] =
                switch old?.unit ?? known?.unit {
                case .minutes: [.digits("amount", "lifestyle-entry-amount-minutes", old?.amount)]
                case .times: [.digits("amount", "lifestyle-entry-amount-times", old?.amount)]
                case .wordsAlone, nil: []
                }
            let name = old?.logName ?? known?.name
            return FormPage(
                name.map { .own($0) } ?? .say("lifestyle-entry"), notes: old.map { [.day($0.day)] } ?? [.say("shell-all-optional")],
                amount + [.words("wording", "lifestyle-entry-wording", old?.wording ?? "", lines: 2)],
                standing: id.map { Standing("lifestyle_entry", $0) }
            ) { record, filled in
                let new = NewLifestyleEntry(log: of, wording: filled["wording"], amount: filled.number("amount"))
                return try id.map { try record.editLifestyle(id: $0, edit: new) } ?? record.recordLifestyle(details: new)
            }
        }
    }

    /// To let go of it is as good an end as to keep it.
    static func changeForm(_ id: LifestyleChangeId?) -> SheetPlace {
        .form { record in
            let view = try record.lifestyle()
            let old = try id.map { id in try found((view.changes + (view.trying.map { [$0] } ?? [])).first { $0.id == id }) }
            let logs = view.logs.map { FormChoice($0.id, .own($0.name)) } + [FormChoice("", .say("lifestyle-no-log"))]
            var fields: [FormField] = [
                .words("wording", "lifestyle-change-wording", old?.wording ?? "", lines: 2).hint("lifestyle-example")
            ]
            if let old {
                fields.append(
                    .one("state", "lifestyle-change-state", old.state).atOnce {
                        try $0.setLifestyleChangeState(id: old.id, state: found(LifestyleChangeState(word: $1)))
                    })
            }
            fields += [
                .record("log", "lifestyle-change-log", logs, old?.log).behind,
                .day("started", "lifestyle-change-started", old?.started).behind,
            ]
            return FormPage(
                .say("lifestyle-change"), fields,
                standing: id.map { Standing("lifestyle_change", $0) }
            ) { record, filled in
                let new = NewLifestyleChange(log: filled["log"], wording: filled["wording"], started: filled.maybe("started"))
                return try id.map { try record.editLifestyleChange(id: $0, edit: new) } ?? record.saveLifestyleChange(details: new)
            }
        }
    }
}
