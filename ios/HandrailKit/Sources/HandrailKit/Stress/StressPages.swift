import handrail

/// What stress is for me, how I notice it, and what helps. Ticks from the lists, and own words.
enum StressPages {
    static let sheet = SheetPlace.lines(["stress_line", "enrolment"]) { record in
        SheetPage(
            .say("sheet-stress"), notes: [.say("shell-all-optional")],
            parts: try record.stress().parts.flatMap { part in
                [
                    SheetPart(
                        .word("stress-line-part", part.part), part.lines.map(line),
                        add: .go("shell-add", "stress-line-form/\(part.part.word)"), move: { try $0.moveStressLine(id: $1, place: $2) }),
                    SheetPart(nil, part.offered.map { offer($0, part.part) }, folded: .say("lines-list")),
                ]
            },
            more: [.print(.stress)]
        )
    }

    private static func line(_ one: StressLineView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording),
            [one.sphere.map { SheetFact(.word("stress-line-sphere", $0)) }, SheetFact.some(one.who), SheetFact.some(one.whenWords)],
            opens: "stress-line-form/\(one.id)")
    }

    /// One from the list, that one tap makes mine.
    private static func offer(_ one: StressOffer, _ part: StressPart) -> SheetLine {
        SheetLine(
            "offered/\(one.listId)", .own(one.wording), [one.sphere.map { SheetFact(.word("stress-line-sphere", $0)) }],
            acts: [
                .write(.say("shell-add"), undo: takingAway("stress_line")) {
                    try $0.addStressLine(details: NewStressLine(part: part, listId: one.listId, sphere: one.sphere))
                }
            ])
    }

    /// `of` is a part for a new one, or the id of one that is there.
    static func form(_ of: String) -> SheetPlace {
        .form { record in
            let parts = try record.stress().parts
            let old = parts.flatMap(\.lines).first { $0.id == of }
            let part = try found(old?.part ?? StressPart(word: of))
            let beside = parts.first { $0.part == part }?.lines.filter { $0.sphere == old?.sphere }.map(\.id) ?? []
            var fields = [FormField.words("wording", "stress-line-wording", old?.wording ?? "", lines: 2)]
            if part == .sign { fields.append(.one("sphere", "stress-line-sphere", old == nil ? .body : old?.sphere)) }
            if part == .plan {
                fields += [
                    .words("who", "stress-line-who", old?.who ?? ""), .words("when_words", "stress-line-when-words", old?.whenWords ?? ""),
                ]
            }
            return FormPage(
                .word("stress-line-part", part), fields,
                standing: old.map { Standing("stress_line", $0.id, among: beside) { try $0.moveStressLine(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewStressLine(
                    part: part, listId: old?.listId ?? "", sphere: filled.one("sphere"), wording: filled["wording"], who: filled["who"],
                    whenWords: filled["when_words"])
                return try old.map { try record.editStressLine(id: $0.id, edit: new) } ?? record.addStressLine(details: new)
            }
        }
    }
}
