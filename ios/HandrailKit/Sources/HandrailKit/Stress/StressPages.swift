import Foundation
import handrail

/// What stress is for me, how I notice it, and what helps. Ticks from the lists, and own words.
enum StressPages {
    static let sheet = SheetPlace.lines(["stress_line"]) { record in
        SheetPage(
            .say("sheet-stress"), notes: [.say("shell-all-optional")],
            parts: try record.stress().parts.map { part in
                SheetPart(
                    .word("stress-line-part", part.part), part.lines.map(line) + part.offered.map { offer($0, part.part) },
                    empty: .say("shell-nothing-here"), add: .go("shell-add", "stress/\(part.part.word)"),
                    move: { try $0.moveStressLine(id: $1, place: $2) })
            },
            more: [.print(.stress)]
        )
    }

    private static func line(_ one: StressLineView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording),
            [
                SheetFact("stress-line-sphere", one.sphere), SheetFact("stress-line-who", one.who),
                SheetFact("stress-line-when-words", one.whenWords),
            ],
            opens: "stress/\(one.part.word)/\(one.id)", acts: [.takeAway("stress_line", one.id)])
    }

    /// One from the list, that one tap makes mine.
    private static func offer(_ one: StressOffer, _ part: StressPart) -> SheetLine {
        SheetLine(
            "offered/\(one.listId)", .own(one.wording), [SheetFact("stress-line-sphere", one.sphere)],
            acts: [
                .write(.say("shell-add")) {
                    try $0.addStressLine(details: NewStressLine(part: part, listId: one.listId, sphere: one.sphere))
                }
            ])
    }

    static func form(_ word: String, _ id: StressLineId?) -> SheetPlace {
        .form { record in
            let part = try found(StressPart(word: word))
            let old = try id.map { id in try found(record.stress().parts.flatMap(\.lines).first { $0.id == id }) }
            var fields = [FormField.words("wording", "stress-line-wording", old?.wording ?? "", lines: 2)]
            if part == .sign { fields.append(.one("sphere", "stress-line-sphere", old?.sphere)) }
            if part == .plan {
                fields += [
                    .words("who", "stress-line-who", old?.who ?? ""), .words("when_words", "stress-line-when-words", old?.whenWords ?? ""),
                ]
            }
            return FormPage(.word("stress-line-part", part), fields, more: id.map { [.takeAway("stress_line", $0)] } ?? []) {
                record, filled in
                let new = NewStressLine(
                    part: part, listId: old?.listId ?? "", sphere: filled.one("sphere"), wording: filled["wording"], who: filled["who"],
                    whenWords: filled["when_words"])
                return try id.map { try record.editStressLine(id: $0, edit: new) } ?? record.addStressLine(details: new)
            }
        }
    }
}
