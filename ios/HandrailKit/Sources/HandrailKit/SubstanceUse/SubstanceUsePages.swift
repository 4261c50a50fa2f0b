import Foundation
import handrail

/// Alcohol and drugs, from both sides, without a word of judgement.
enum SubstanceUsePages {
    static let sheet = SheetPlace.lines(["substance_line", "substance_entry"]) { record in
        let view = try record.substanceUse()
        return SheetPage(
            .say("sheet-substance-use"), notes: [.say("shell-all-optional")],
            parts: view.parts.map { part in
                SheetPart(
                    .word("substance-line-part", part.part), part.lines.map(line), empty: .say("shell-nothing-here"),
                    add: .go("shell-add", "substance-use/line/\(part.part.word)"), move: { try $0.moveSubstanceLine(id: $1, place: $2) })
            } + [SheetPart(.say("substance-entry"), view.recent.map(entry), add: .go("shell-add", "substance-use/entry"))],
            more: [.print(.substanceUse)]
        )
    }

    private static func line(_ one: SubstanceLineView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording), [SheetFact("substance-line-my-answer", one.myAnswer), SheetFact("substance-line-who", one.who)],
            opens: "substance-use/line/\(one.part.word)/\(one.id)", acts: [.takeAway("substance_line", one.id)])
    }

    private static func entry(_ one: SubstanceEntryView) -> SheetLine {
        SheetLine(
            one.id, .own(one.what),
            [
                SheetFact(.day(one.day)), SheetFact("substance-entry-how-much", one.howMuch),
                SheetFact("substance-entry-situation", one.situation), SheetFact("substance-entry-what-helped", one.whatHelped),
            ],
            opens: "substance-use/entry/\(one.id)", acts: [.takeAway("substance_entry", one.id)])
    }

    static func form(_ word: String, _ id: SubstanceLineId?) -> SheetPlace {
        .form { record in
            let part = try found(SubstancePart(word: word))
            let old = try id.map { id in try found(record.substanceUse().parts.flatMap(\.lines).first { $0.id == id }) }
            var fields = [FormField.words("wording", "substance-line-wording", old?.wording ?? "", lines: 2)]
            if part == .riskySituation { fields.append(.words("my_answer", "substance-line-my-answer", old?.myAnswer ?? "")) }
            if part == .riskySituation || part == .plan { fields.append(.words("who", "substance-line-who", old?.who ?? "")) }
            return FormPage(.word("substance-line-part", part), fields, more: id.map { [.takeAway("substance_line", $0)] } ?? []) {
                record, filled in
                let new = NewSubstanceLine(part: part, wording: filled["wording"], myAnswer: filled["my_answer"], who: filled["who"])
                return try id.map { try record.editSubstanceLine(id: $0, edit: new) } ?? record.addSubstanceLine(details: new)
            }
        }
    }

    static func entryForm(_ id: SubstanceEntryId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(record.substanceUse().recent.first { $0.id == id }) }
            return FormPage(
                .say("substance-entry"), notes: [.say("shell-all-optional")],
                [
                    .words("what", "substance-entry-what", old?.what ?? ""),
                    .words("how_much", "substance-entry-how-much", old?.howMuch ?? ""),
                    .words("situation", "substance-entry-situation", old?.situation ?? "", lines: 2),
                    .words("what_helped", "substance-entry-what-helped", old?.whatHelped ?? "", lines: 2),
                ],
                more: id.map { [.takeAway("substance_entry", $0)] } ?? []
            ) { record, filled in
                let new = NewSubstanceEntry(
                    what: filled["what"], howMuch: filled["how_much"], situation: filled["situation"], whatHelped: filled["what_helped"])
                return try id.map { try record.editSubstanceEntry(id: $0, edit: new) } ?? record.recordSubstanceEntry(details: new)
            }
        }
    }
}
