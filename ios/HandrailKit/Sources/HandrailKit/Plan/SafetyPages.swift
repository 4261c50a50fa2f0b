import handrail

/// My safety plan. Nothing of it is seen until it was opened.
enum SafetyPages {
    private static let namesPeople: [SafetyPart] = [.peopleAndPlaces, .peopleToAsk, .professionals]

    static let plan = SheetPlace.lines(["safety_line", "setting", "person"]) { record in
        let view = try record.safetyPlan()
        return OpenedPages.page(
            .say("sheet-safety-plan"), .say("safety-plan-what"), view.opened, { try $0.openSafetyPlan(open: $1) },
            SheetPage(
                .say("sheet-safety-plan"), notes: [.say("safety-plan-skip")],
                parts: view.parts.map { part in
                    SheetPart(
                        .word("safety-line-part", part.part), part.lines.map(line),
                        add: .go("shell-add", "safety-line-form/\(part.part.word)"), move: { try $0.moveSafetyLine(id: $1, place: $2) })
                }, more: [.print(.safetyPlan)]))
    }

    private static func line(_ line: SafetyLineView) -> SheetLine {
        let number = line.phone.isEmpty ? line.person?.phone ?? "" : line.phone
        return SheetLine(
            line.id, .own(line.wording),
            [
                SheetFact.some(line.person.map { $0.name == line.wording ? "" : $0.name } ?? ""),
                line.phone.isEmpty ? nil : SheetFact(.number(line.phone)),
            ],
            opens: "safety-line-form/\(line.id)", acts: number.isEmpty ? [] : [.call(line.wording, number)])
    }

    /// A number and a person only where people are named. `of` is a part for a new one, or the id of one that is there.
    static func form(_ of: String) -> SheetPlace {
        .form { record in
            let (view, people) = (try record.safetyPlan(), try record.people().people)
            let old = view.parts.flatMap(\.lines).first { $0.id == of }
            let part = try found(old?.part ?? SafetyPart(word: of))
            let beside = view.parts.first { $0.part == part }?.lines.map(\.id) ?? []
            let named: [FormField] = [
                .person("person", "safety-line-person", people, old?.person?.id), .phone("phone", "safety-line-phone", old?.phone ?? ""),
            ]
            return FormPage(
                .word("safety-line-part", part),
                [.words("wording", "safety-line-wording", old?.wording ?? "", lines: 2)] + (namesPeople.contains(part) ? named : []),
                standing: old.map { Standing("safety_line", $0.id, among: beside) { try $0.moveSafetyLine(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewSafetyLine(
                    part: part, wording: filled["wording"], phone: filled["phone"], person: filled.maybe("person"))
                return try old.map { try record.editSafetyLine(id: $0.id, edit: new) } ?? record.addSafetyLine(details: new)
            }
        }
    }
}
