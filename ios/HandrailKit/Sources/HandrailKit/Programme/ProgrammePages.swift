import Foundation
import handrail

/// The programme with its modules and what there is to read in them.
enum ProgrammePages {
    static let programme = SheetPlace.lines(["enrolment", "module_progress", "session"]) { record in
        let view = try record.programme()
        var page = SheetPage(.own(view.name.text), notes: [.own(view.about.text)], more: [.print(.programme)])
        if let mine = view.enrolment {
            page.notes.append(.word("enrolment-state", mine.state))
            if mine.decideNow { page.notes.append(.say("programme-trial-decide", ["count": .number(number: mine.meetingsHeld)])) }
            let states: [EnrolmentState] = mine.decideNow ? [.active, .left] : mine.state == .paused ? [.active] : []
            page.more =
                states.map { state in
                    .write(.word("enrolment-state", state), done: "shell-changed") { try $0.setEnrolmentState(id: mine.id, state: state) }
                } + page.more
        } else if !view.packIsMissing {
            page.main = .write(.say("programme-take-part")) {
                try $0.enrol(details: NewEnrolment(programme: view.programme, format: .individual))
            }
        }
        if view.packIsMissing { page.notes.append(.say("programme-missing")) }
        page.parts = [SheetPart(.say("programme-parts"), view.modules.filter(\.mine).map(line), empty: .say("shell-nothing-here"))]
        page.parts.append(SheetPart(.say("shell-more"), view.modules.filter { !$0.mine }.map(line)))
        return page
    }

    private static func line(_ one: ModuleLine) -> SheetLine {
        SheetLine(one.id, .own(one.title.text), [SheetFact(.word("module-progress-state", one.progress.state))], opens: "module/\(one.id)")
    }

    static func module(_ id: String) -> SheetPlace {
        .lines(["module_progress", "worksheet_answer", "handout_use", "homework"]) { record in
            let view = try record.module(id: id)
            return SheetPage(
                .own(view.line.title.text), notes: [.own(view.about.text), .word("module-progress-state", view.line.progress.state)],
                parts: [
                    SheetPart(.say("handouts"), view.handouts.map { handout(id, $0) }),
                    SheetPart(.say("programme-try-it"), view.questions.map { question(id, $0) }),
                    SheetPart(.say("programme-homework-ideas"), view.homework.map { idea(id, $0) }),
                    SheetPart(
                        .say("programme-for-supporters"),
                        view.supporters.text.isEmpty ? [] : [SheetLine("supporters", .own(view.supporters.text))]),
                ],
                more: [ModuleState.current, .done, .revisit].filter { $0 != view.line.progress.state }.map { state in
                    .write(.word("module-progress-state", state), done: "shell-changed") { try $0.setModuleState(module: id, state: state) }
                }
            )
        }
    }

    private static func handout(_ module: String, _ one: HandoutLine) -> SheetLine {
        let clinic = one.clinic.map { SheetFact(.say("programme-clinic-handout", ["title": .words(text: $0.title)])) }
        return SheetLine(one.id, .own(one.title.text), [reviewed(one.reviewed), clinic ?? nil], opens: "handout/\(module)/\(one.id)")
    }

    private static func reviewed(_ by: Reviewed?) -> SheetFact {
        guard let by else { return SheetFact(.say("programme-not-reviewed")) }
        return SheetFact(.say("programme-reviewed-by", ["name": .words(text: by.by), "day": .day(day: by.on)]))
    }

    private static func question(_ module: String, _ one: QuestionLine) -> SheetLine {
        SheetLine(one.id, .own(one.question.text), one.answers.map { SheetFact(.own($0.answer)) }, opens: "module/\(module)/\(one.id)")
    }

    /// The form of homework takes it over with its words; nothing is set before the person saved it there.
    private static func idea(_ module: String, _ one: HomeworkOptionLine) -> SheetLine {
        SheetLine(one.id, .own(one.title.text), [SheetFact(.own(one.what.text))], opens: "homework-form/from/\(module)/\(one.id)")
    }

    static func answer(_ module: String, _ question: String) -> SheetPlace {
        .form { record in
            let asked = try found(record.module(id: module).questions.first { $0.id == question })
            let old = asked.answers.first
            return FormPage(.own(asked.question.text), [.words("answer", "worksheet-answer-answer", old?.answer ?? "", lines: 4)]) {
                record, filled in
                try old.map { try record.editAnswer(id: $0.id, answer: filled["answer"]) }
                    ?? record.answerQuestion(module: module, question: question, answer: filled["answer"])
            }
        }
    }

    static func handout(_ module: String, _ section: String) -> SheetPlace {
        .lines(["handout_use"]) { record in
            let view = try record.handout(module: module, section: section)
            let blocks = view.blocks.enumerated().map { place, block in
                switch block {
                case .paragraph(let text): SheetLine("\(place)", .own(text))
                case .bullets(let items): SheetLine("\(place)", .own(items.map { "\u{2022} \($0)" }.joined(separator: "\n")))
                }
            }
            var page = SheetPage(
                .own(view.title), notes: [.say("export-health-text"), reviewed(view.reviewed).says], parts: [SheetPart(nil, blocks)])
            if view.fellBack { page.notes.insert(.say("programme-other-language"), at: 0) }
            page.more = [HandoutHow.opened, .readTogether].map { how in
                .write(.word("handout-use-how", how)) { try $0.noteHandout(module: module, section: section, how: how, withWhom: "") }
            }
            return page
        }
    }
}
