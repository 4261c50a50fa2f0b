import handrail

/// Alcohol and drugs, from both sides, without a word of judgement. Nothing of it is seen until it was opened, and nothing is counted.
enum SubstanceUsePages {
    private static let withSomebody: [SubstancePart] = [.riskySituation, .instead, .plan]

    static let sheet = SheetPlace.lines(["substance_line", "substance_entry", "setting"]) { record in
        let view = try record.substanceUse()
        return OpenedPages.page(
            .say("sheet-substance-use"), .say("substance-what"), view.opened, { try $0.openSubstanceUse(open: $1) },
            SheetPage(
                .say("sheet-substance-use"), notes: [.say("shell-all-optional")],
                parts: view.parts.map { part in
                    SheetPart(
                        .word("substance-line-part", part.part), part.lines.map(line),
                        add: .go("shell-add", "substance-line-form/\(part.part.word)"),
                        move: { try $0.moveSubstanceLine(id: $1, place: $2) })
                } + [
                    SheetPart(
                        .say("substance-log"), view.recent.map(entry), add: .go("shell-add", "substance-entry-form"),
                        before: { try $0.substanceEntriesBefore(entry: $1).map(entry) })
                ],
                more: [.print(.substanceUse)]))
    }

    private static func line(_ one: SubstanceLineView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording), [SheetFact.some(one.myAnswer), SheetFact.some(one.who)], opens: "substance-line-form/\(one.id)")
    }

    private static func entry(_ one: SubstanceEntryView) -> SheetLine {
        SheetLine(
            one.id, one.howMuch.isEmpty ? .own(one.what) : .joined([.own(one.what), .own(one.howMuch)], ", "),
            [SheetFact(.day(one.day)), SheetFact.some(one.situation)], opens: "substance-entry-form/\(one.id)")
    }

    /// One field, and an answer or a person where that belongs to the part. `of` is a part for a new one, or the id of one that is there.
    static func form(_ of: String) -> SheetPlace {
        .form { record in
            let parts = try record.substanceUse().parts
            let old = parts.flatMap(\.lines).first { $0.id == of }
            let part = try found(old?.part ?? SubstancePart(word: of))
            let beside = parts.first { $0.part == part }?.lines.map(\.id) ?? []
            var fields = [FormField.words("wording", "substance-line-wording", old?.wording ?? "", lines: 2)]
            if part == .riskySituation { fields.append(.words("my_answer", "substance-line-my-answer", old?.myAnswer ?? "", lines: 2)) }
            if withSomebody.contains(part) { fields.append(.words("who", "substance-line-who", old?.who ?? "")) }
            return FormPage(
                .word("substance-line-part", part), fields,
                standing: old.map { Standing("substance_line", $0.id, among: beside) { try $0.moveSubstanceLine(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewSubstanceLine(part: part, wording: filled["wording"], myAnswer: filled["my_answer"], who: filled["who"])
                return try old.map { try record.editSubstanceLine(id: $0.id, edit: new) } ?? record.addSubstanceLine(details: new)
            }
        }
    }

    /// A line of the log, for those who want one.
    static func entryForm(_ id: SubstanceEntryId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in
                try found(search(record.substanceUse().recent, id, \.id) { try record.substanceEntriesBefore(entry: $0) })
            }
            return FormPage(
                .say("substance-entry"), notes: old.map { [.day($0.day)] } ?? [.say("shell-all-optional")],
                [
                    .words("what", "substance-entry-what", old?.what ?? ""),
                    .words("how_much", "substance-entry-how-much", old?.howMuch ?? ""),
                    .words("situation", "substance-entry-situation", old?.situation ?? "", lines: 2),
                    .words("what_helped", "substance-entry-what-helped", old?.whatHelped ?? "", lines: 2),
                ],
                standing: id.map { Standing("substance_entry", $0) }
            ) { record, filled in
                let new = NewSubstanceEntry(
                    what: filled["what"], howMuch: filled["how_much"], situation: filled["situation"], whatHelped: filled["what_helped"])
                return try id.map { try record.editSubstanceEntry(id: $0, edit: new) } ?? record.recordSubstanceEntry(details: new)
            }
        }
    }
}
