import Foundation
import handrail

/// Questions that are answered now and then. Answers are shown in their words, side by side, and never added up.
enum ProgressCheckPages {
    static let overTime = SheetPlace.lines(["progress_check"]) { record in
        let view = try record.progress()
        return SheetPage(
            .say("sheet-progress-check"), notes: view.note.isEmpty ? [] : [.own(view.note)],
            parts: [
                SheetPart(
                    nil,
                    view.items.map { item in
                        SheetLine(
                            item.id, .own(item.question),
                            item.points.suffix(5).map { point in
                                SheetFact(day: point.day, answered(point.answer, item.steps))
                            })
                    },
                    empty: .say("progress-check-empty")),
                SheetPart(
                    .say("progress-check-earlier"),
                    view.checks.map { check in
                        SheetLine(
                            check.id, .day(check.day),
                            [SheetFact("progress-check-filled-by", check.filledBy), SheetFact("progress-check-note", check.note)],
                            acts: [.takeAway("progress_check", check.id)])
                    }),
            ],
            main: .go("progress-check-fill-in", "progress-check/new"), more: [.print(.progressCheck)]
        )
    }

    private static func answered(_ answer: CheckAnswer, _ steps: [String]) -> Said {
        switch answer {
        case .step(let step): .own(steps.indices.contains(Int(step)) ? steps[Int(step)] : "")
        case .notCounted: .say("progress-check-not-counted")
        }
    }

    static let form = SheetPlace.form { record in
        let form = try found(record.progressCheckForm(filledBy: .client))
        return FormPage(
            .own(form.title),
            notes: [
                .say("progress-check-look-back", ["count": .number(number: Int64(form.lookBackMonths))]), .say("progress-check-skip"),
            ] + (form.note.isEmpty ? [] : [.own(form.note)]),
            form.items.map { item in
                let steps = item.steps.enumerated().map { FormChoice("\($0)", .own($1)) }
                let none = item.notCounted.map { [FormChoice("none", .own($0))] } ?? []
                return FormField(item.id, .own(item.question), .one(steps + none))
            } + [.words("note", "progress-check-note", lines: 2)]
        ) { record, filled in
            let answers = form.items.compactMap { item in
                filled.maybe(item.id).map { text in
                    CheckItemAnswer(item: item.id, answer: UInt32(text).map { .step(step: $0) } ?? .notCounted)
                }
            }
            return try record.recordProgressCheck(details: NewProgressCheck(filledBy: .client, answers: answers, note: filled["note"]))
        }
    }
}
