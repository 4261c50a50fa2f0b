import handrail

/// Questions that are answered now and then. Answers are shown in their words, side by side, and never added up.
enum ProgressCheckPages {
    static let overTime = SheetPlace.lines(["progress_check", "enrolment"]) { record in
        let (view, form) = (try record.progress(), try record.progressCheckForm(filledBy: .client))
        let instruments = try record.instruments()
        return SheetPage(
            .say("sheet-progress-check"), notes: view.note.isEmpty ? [] : [.own(view.note)],
            parts: [
                SheetPart(
                    nil,
                    view.items.filter { !$0.points.isEmpty }.map { item in
                        SheetLine(
                            item.id, .own(item.question), item.points.map { SheetFact(day: $0.day, answered($0.answer, item.steps)) })
                    },
                    empty: view.checks.isEmpty ? .say("progress-check-empty") : nil),
                SheetPart(
                    .say("progress-check-own"),
                    instruments.map { one in
                        SheetLine(
                            InstrumentPages.key(one), .own(one.title), [SheetFact.some(one.copyright)],
                            opens: "instrument-form/\(InstrumentPages.key(one))")
                    }),
                SheetPart(
                    .say("progress-check-earlier"),
                    view.checks.map { check in
                        SheetLine(
                            check.id, .day(check.day), [SheetFact("progress-check-filled-by", check.filledBy)],
                            opens: "progress-check-form/\(check.id)")
                    }),
            ],
            main: form == nil ? nil : .go("progress-check-fill-in", "progress-check-form"), more: [.print(.progressCheck)])
    }

    private static func answered(_ answer: CheckAnswer, _ steps: [String]) -> Said {
        switch answer {
        case .step(let step): .own(steps.indices.contains(Int(step)) ? steps[Int(step)] : "")
        case .notCounted: .say("progress-check-not-counted")
        }
    }

    private static let none = "not-counted"

    /// The check to be filled in, or an earlier one to look at and change: answers to other questions than the form's stay as they are.
    static func form(_ id: ProgressCheckId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(record.progress().checks.first { $0.id == id }) }
            let form = try record.progressCheckForm(filledBy: old?.filledBy ?? .client)
            let items = form?.items ?? []
            let given = Dictionary(old?.answers.map { ($0.item, word($0.answer)) } ?? []) { $1 }
            let fields = items.map { item in
                let steps = item.steps.enumerated().map { FormChoice("\($0)", .own($1)) }
                let other = item.notCounted.map { [FormChoice(none, .own($0))] } ?? []
                return FormField(
                    "item:\(item.id)", .own(item.question), .one(steps + other + [FormChoice("", .say("shell-skip"))]), given[item.id] ?? ""
                )
            }
            let back = form.map { Said.say("progress-check-look-back", ["count": .number(number: Int64($0.lookBackMonths))]) }
            return FormPage(
                form.map { .own($0.title) } ?? .say("progress-check"),
                notes: (old.map { [.day($0.day)] } ?? []) + (back.map { [$0] } ?? []) + [.say("progress-check-skip")],
                fields + [.words("note", "progress-check-note", old?.note ?? "", lines: 2)],
                standing: id.map { Standing("progress_check", $0) }
            ) { record, filled in
                let here = Set(items.map(\.id))
                let answers = items.compactMap { item in
                    filled.maybe("item:\(item.id)").map { text in
                        CheckItemAnswer(item: item.id, answer: UInt32(text).map { .step(step: $0) } ?? .notCounted)
                    }
                }
                let others = old?.answers.filter { !here.contains($0.item) } ?? []
                let new = NewProgressCheck(filledBy: old?.filledBy ?? .client, answers: answers + others, note: filled["note"])
                return try id.map { try record.editProgressCheck(id: $0, edit: new) } ?? record.recordProgressCheck(details: new)
            }
        }
    }

    private static func word(_ answer: CheckAnswer) -> String {
        switch answer {
        case .step(let step): "\(step)"
        case .notCounted: none
        }
    }
}
