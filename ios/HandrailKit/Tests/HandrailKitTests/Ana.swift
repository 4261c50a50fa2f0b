import Foundation
import handrail

@testable import HandrailKit

/// Ana's record, with something of everything in it: her words run both ways, are long, and have an emoji.
enum Ana {
    static let long = String(repeating: "Maya from the choir who lives beside the old mill ", count: 3)
    static let mixed = "سارة and I 🌱, at 9:30"

    /// A clinic's own questionnaire: the second question is asked after a yes to the first.
    static let questionnaire = """
        {
          "resourceType": "Questionnaire", "url": "https://clinic.example/sleep", "status": "active", "title": "Sleep",
          "item": [
            {"linkId": "1", "text": "Did you sleep?", "type": "choice", "required": true,
             "answerOption": [{"valueString": "Yes"}, {"valueString": "No"}]},
            {"linkId": "2", "text": "How many hours?", "type": "integer",
             "enableWhen": [{"question": "1", "operator": "=", "answerString": "Yes"}]}
          ]
        }
        """

    @MainActor static func live(_ record: HandrailRecord) async throws {
        for part in [doing, well, life, around] { try await record.write(part) }
        try await record.write(touching: .anything) { try $0.installInstrument(questionnaire: Data(questionnaire.utf8)) }
    }

    private static func all(_ edits: [Changes]) -> Changes { Changes(records: edits.flatMap(\.records)) }

    private static let doing: @Sendable (Handrail) throws -> Changes = { record in
        let goal = try record.saveLongTermGoal(
            details: NewLongTermGoal(title: "Have a job again", why: mixed, byAbout: .suggested), begin: .active)
        let part = try record.saveShortTermGoal(
            details: NewShortTermGoal(goal: try there(goal.id(of: "long_term_goal")), title: long), begin: .active)
        let step = try record.saveStep(
            details: NewStep(goal: try there(part.id(of: "short_term_goal")), title: "Ask at the library", whenWords: "Tuesday"))
        let id = try there(step.id(of: "step"))
        let tried = try record.recordStep(details: NewStepResult(step: id, result: .notYet, gotInTheWay: "The rain"))
        let homework = try record.saveHomework(
            details: NewHomework(
                title: "Walk", whatExactly: "To the bridge", origin: .agreed, smallerVersion: "To the gate", howOften: .daily))
        let walk = try there(homework.id(of: "homework"))
        let result = try record.recordHomework(
            details: NewHomeworkResult(homework: walk, occurrence: try record.thisDay(), result: .partly, note: mixed))
        let problem = try record.startProblem(details: NewProblem(problem: "The bus is too full", homework: walk))
        let bus = try there(problem.id(of: "problem"))
        let idea = try record.addProblemIdea(problem: bus, details: NewProblemIdea(idea: "Go an hour later", goodSides: "Room to sit"))
        let review = try record.recordProblemReview(details: NewProblemReview(problem: bus, whatWorked: "Later is better", next: .keep))
        let over = try record.startProblem(details: NewProblem(problem: "The noise at night"))
        let solved = try record.setProblemState(id: try there(over.id(of: "problem")), state: .solved)
        let rated = try record.rateLifeAreas(
            sitting: nil,
            ratings: [NewLifeAreaRating(area: try there(record.lifeAreas().areas.first).area, rating: 1, wishToChange: .yes, note: "More")])
        return all([
            goal, part, step, tried, homework, result, problem, idea, review, over, solved, rated, try record.addLifeArea(name: long),
        ])
    }

    private static let well: @Sendable (Handrail) throws -> Changes = { record in
        let sleep = try record.saveWarningSign(details: NewWarningSign(wording: "I sleep badly", scale: 3, keySign: true))
        let alone = try record.saveWarningSign(details: NewWarningSign(wording: mixed, scale: 10))
        let (a, b) = (try there(sleep.id(of: "warning_sign")), try there(alone.id(of: "warning_sign")))
        let rule = try record.saveOwnRule(
            details: NewOwnRule(sign: a, condition: .inARow, level: 2, count: 3, outOf: 3, action: "I call Maya"))
        let checked = try record.recordCheckIn(
            details: NewCheckIn(ratings: [SignRating(sign: a, rating: 2), SignRating(sign: b, rating: 7)], note: "Up at four"))
        let usual = try record.saveSettings(edit: EditSettings(usualOn: true))
        let good = try record.saveGoodTime(fromDay: "2026-06-01", untilDay: "2026-08-31")
        var lines: [Changes] = []
        for part in PlanPart.all {
            let line = NewPlanLine(
                part: part, stage: part == .whatHelps ? 1 : 0, wording: "\(part.word): \(mixed)",
                phone: part == .contacts ? "01632 960001" : "",
                action: "")
            lines.append(try record.addPlanLine(details: line))
        }
        lines.append(try record.recordPlanEvent(details: NewPlanEvent(event: .rehearsed, withWhom: "Maya")))
        lines.append(try record.recordPlanEvent(details: NewPlanEvent(event: .copyGiven, withWhom: long)))
        lines.append(try record.openSafetyPlan(open: true))
        for part in SafetyPart.all { lines.append(try record.addSafetyLine(details: NewSafetyLine(part: part, wording: part.word))) }
        let strategy = try record.saveCopingStrategy(details: NewCopingStrategy(name: long, how: "Slowly", trouble: ""))
        let own = try there(strategy.id(of: "coping_strategy"))
        lines.append(try record.recordCoping(details: NewCopingEntry(strategy: own, helped: .aLittle, before: 7)))
        lines.append(try record.recordCopingWait(details: NewCopingWait(trouble: "Noise", before: 6, after: 5)))
        return all([sleep, alone, rule, checked, usual, good, strategy] + lines)
    }

    private static let life: @Sendable (Handrail) throws -> Changes = { record in
        let maya = try record.savePerson(details: NewPerson(name: long, relation: "My sister", closeness: 1, phone: "01632 960002"))
        let id = try there(maya.id(of: "person"))
        let contact = try record.saveContactPractice(
            details: NewContactPractice(person: id, what: "Ask her to walk with me", sayFirst: mixed))
        let practice = try there(contact.id(of: "contact_practice"))
        let tried = try record.recordContactTry(details: NewContactTry(practice: practice, rolePlay: true, result: .done))
        let given = try record.givePermission(details: NewPermission(person: id, item: .goals, until: "2027-01-31"))
        let chosen = try record.chooseMedication(chosen: true)
        let medicine = try record.saveMedicine(details: NewMedicine(name: "The evening one", purpose: mixed, anchorTime: "20:30"))
        let pill = try there(medicine.id(of: "medicine"))
        let dose = try record.recordDose(details: NewDose(medicine: pill, occurrence: try record.thisDay(), result: .taken))
        var lines: [Changes] = [contact, tried, given, chosen, medicine, dose]
        for part in MedicineNotePart.all {
            lines.append(try record.addMedicineNote(details: NewMedicineNote(medicine: pill, part: part, wording: part.word)))
        }
        lines.append(try record.openSubstanceUse(open: true))
        for part in SubstancePart.all {
            lines.append(try record.addSubstanceLine(details: NewSubstanceLine(part: part, wording: part.word)))
        }
        lines.append(try record.recordSubstanceEntry(details: NewSubstanceEntry(what: "Beer", howMuch: "Two")))
        for part in StressPart.all {
            lines.append(
                try record.addStressLine(details: NewStressLine(part: part, sphere: part == .sign ? .body : nil, wording: part.word)))
        }
        lines.append(
            try record.saveNeed(details: NewNeed(wording: "Help with forms", whoToAsk: mixed, phone: "01632 960003"), state: .asked))
        lines.append(
            try record.saveLifestyleChange(details: NewLifestyleChange(log: "", wording: "A glass of water at noon", started: nil)))
        if let log = try record.lifestyle().logs.first {
            lines.append(try record.recordLifestyle(details: NewLifestyleEntry(log: log.id, wording: "Round the pond", amount: nil)))
        }
        lines.append(try record.saveRecoveryMeaning(details: NewRecoveryMeaning(meaning: "To sing again")))
        lines.append(try record.saveRecoveryMeaning(details: NewRecoveryMeaning(meaning: mixed, whatHelps: "The choir")))
        return all([maya] + lines)
    }

    private static let around: @Sendable (Handrail) throws -> Changes = { record in
        let enrolled = try record.enrol(details: NewEnrolment(programme: record.programme().programme, format: .group, groupSize: 6))
        let module = try there(record.programme().modules.first?.id)
        let view = try record.module(id: module)
        var edits = [enrolled, try record.setModuleState(module: module, state: .current)]
        if let question = view.questions.first?.id {
            edits.append(try record.answerQuestion(module: module, question: question, answer: mixed))
        }
        let section = try there(view.handouts.first?.id)
        edits.append(try record.noteHandout(module: module, section: section, how: .readTogether, withWhom: "Sam"))
        edits.append(try record.planSession(details: NewSession(day: "2026-11-24", time: "10:00", kind: .individual, place: long)))
        let was = try record.planSession(details: NewSession(day: "2026-11-17", kind: .group, agenda: mixed))
        edits.append(was)
        edits.append(try record.markSessionHeld(id: try there(was.id(of: "session"))))
        edits.append(try record.addTalkAbout(wording: "The new medicine"))
        if let form = try record.progressCheckForm(filledBy: .client), let item = form.items.first {
            let answer = CheckItemAnswer(item: item.id, answer: .step(step: 1))
            edits.append(try record.recordProgressCheck(details: NewProgressCheck(filledBy: .client, answers: [answer], note: mixed)))
        }
        let every = Recurrence(
            starts: "2026-11-21", repeats: .weekly(every: 1, days: [.monday, .friday]), ends: .never, exceptions: [], extra: [])
        let schedule = Schedule(recurrence: every, times: [.at(time: "18:30")], zone: .pinned(zone: "Africa/Cairo"))
        edits.append(
            try record.saveReminder(
                details: NewReminder(
                    title: mixed, about: .own, schedule: schedule, importance: .normal, exactness: .inexact, inQuietHours: false)))
        return all(edits)
    }
}
