import Foundation

/// A clinic's own questionnaire: the second question is asked after a yes to the first.
private let questionnaire = """
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

/// Taking part in a programme, its modules and its other sheets. The same scenario stands in Python and Kotlin.
func programme() throws {
    let place = Phone()
    let phone = try place.open()

    // On trial, two meetings; the first module, its handout, its question and its homework.
    let pack = try phone.packs()[0]
    try equal(phone.programme().programme, pack.id)
    try equal(pack.signer, nil)
    try equal(phone.wording(), pack.wording)
    try refuses(.Invalid(field: "pack", reason: .malformed)) {
        try phone.installPack(pack: Data("no pack".utf8), trusted: [])
    }
    try refuses(.Invalid(field: "trusted", reason: .malformed)) {
        try phone.installPack(pack: Data(), trusted: [Data(count: 31)])
    }
    let details = NewEnrolment(programme: pack.id, format: .individual, trialMeetings: 2)
    let enrolment = try phone.enrol(details: details).idOf("enrolment")
    let programme = try phone.programme()
    try equal(programme.enrolment?.id, enrolment)
    try equal(programme.enrolment?.state, .trial)
    _ = try phone.setEnrolmentState(id: enrolment, state: .active)
    let (first, second) = (programme.modules[0].id, programme.modules[1].id)
    _ = try phone.setModuleState(module: first, state: .current)
    _ = try phone.orderModules(modules: [second])
    try equal(phone.programme().modules[0].id, second)
    let module = try phone.module(id: first)
    try equal(module.line.progress.state, .current)
    try equal(module.line.title.fellBack, false)
    try refuses(.NotFound) { try phone.module(id: "no_such_module") }
    let section = module.handouts[0].id
    let handout = try phone.handout(module: first, section: section)
    try holds(!handout.blocks.isEmpty && !handout.title.isEmpty, "something to read")
    _ = try phone.noteHandout(module: first, section: section, how: .readTogether, withWhom: "Sam")
    let uses = try phone.handout(module: first, section: section).uses
    try equal(uses.map(\.how), [.readTogether])
    try equal(uses.map(\.withWhom), ["Sam"])
    _ = try phone.answerQuestion(module: first, question: module.questions[0].id, answer: "To work in a garden")
    let modules = try programme.modules.map { try phone.module(id: $0.id) }
    guard let owner = modules.first(where: { !$0.homework.isEmpty }) else { throw Wrong("no homework is offered") }
    let option = owner.homework[0]
    let homework = try phone.homeworkFromOption(module: owner.line.id, option: option.id, origin: .selfChosen)
    try equal(homework.title, option.title.text)
    try equal(homework.optionId, option.id)
    let kept = try phone.saveHomework(details: homework).idOf("homework")
    try equal(phone.module(id: owner.line.id).homework[0].taken, [kept])
    try holds(phone.printHandouts(module: first, form: .filled).contains("To work in a garden"), "on paper")

    // The progress check, item by item.
    guard let item = try phone.progressCheckForm(filledBy: .client)?.items[0].id else { throw Wrong("no check") }
    let answer = CheckAnswer.step(step: 1)
    let check = try phone.recordProgressCheck(
        details: NewProgressCheck(filledBy: .client, answers: [CheckItemAnswer(item: item, answer: answer)])
    ).idOf("progress_check")
    let points = try phone.progress().items.first { $0.id == item }?.points
    try equal(points?.map(\.check), [check])
    try equal(points?.map(\.answer), [answer])

    // A clinic's own questionnaire, as it brought it.
    try refuses(.Invalid(field: "instrument", reason: .malformed)) {
        try phone.installInstrument(questionnaire: Data("{}".utf8))
    }
    let view = try phone.installInstrument(questionnaire: Data(questionnaire.utf8))
    try equal(view.title, "Sleep")
    try equal(phone.instruments(), [view])
    let instrument = try phone.instrument(url: view.url)
    try equal(instrument.form().items.map(\.asks), [.choice(options: ["Yes", "No"]), .integer])
    let yes = InstrumentAnswer(linkId: "1", answer: .choice(option: 0))
    let hours = InstrumentAnswer(linkId: "2", answer: .integer(number: 6))
    try equal(instrument.asked(answers: []), ["1"])
    try equal(instrument.asked(answers: [yes]), ["1", "2"])
    try equal(instrument.isComplete(answers: []), false)
    try equal(instrument.isComplete(answers: [yes]), true)
    try equal(instrument.check(answers: [hours]), InstrumentFinding(linkId: "2", problem: .notAsked))
    try equal(instrument.check(answers: [yes, hours]), nil)
    let filled = try phone.recordInstrument(
        details: NewInstrumentAnswers(url: view.url, filledBy: .client, answers: [yes, hours])
    ).idOf("progress_check")
    try equal(phone.instrumentAnswers(id: filled), [yes, hours])
    try holds(phone.instrumentAsFhir(id: filled).contains("\"QuestionnaireResponse\""), "as FHIR")

    // Sheets of one's own.
    _ = try phone.saveRecoveryMeaning(details: NewRecoveryMeaning(meaning: "A garden"))
    _ = try phone.saveRecoveryMeaning(details: NewRecoveryMeaning(meaning: "A garden and a dog"))
    let recovery = try phone.recovery()
    try equal(recovery.newest?.meaning, "A garden and a dog")
    try equal(recovery.earlier.map(\.meaning), ["A garden"])
    func hassles() throws -> StressPartView {
        guard let part = try phone.stress().parts.first(where: { $0.part == .hassle }) else { throw Wrong("no part") }
        return part
    }
    let offered = try hassles().offered[0]
    _ = try phone.addStressLine(details: NewStressLine(part: .hassle, listId: offered.listId))
    try equal(hassles().lines.map(\.wording), [offered.wording])
    let line = NewSubstanceLine(part: .instead, wording: "Tea on the balcony")
    try refuses(.Invalid(field: "substance_use_opened", reason: .wrongState)) {
        try phone.addSubstanceLine(details: line)
    }
    _ = try phone.openSubstanceUse(open: true)
    _ = try phone.addSubstanceLine(details: line)
    try equal(phone.substanceUse().parts.flatMap(\.lines).map(\.wording), ["Tea on the balcony"])

    // A meeting: what was done there, and the draft of its note.
    let meeting = try phone.planSession(details: NewSession(day: "2026-11-21", kind: .individual)).idOf("session")
    _ = try phone.markSessionHeld(id: meeting)
    func sheet(minutes: Int64) -> SessionSheet {
        SessionSheet(
            modules: [first], minutes: minutes, agendaDone: [.catchUp, .goals], teachingStyles: [.educational],
            othersPresent: "My sister")
    }
    let done = sheet(minutes: 45)
    _ = try phone.fillSession(id: meeting, sheet: done)
    try equal(phone.sessionSheet(id: meeting).sheet, done)
    let words = try phone.words()
    let draft = try phone.noteDraft(session: meeting).map { try words.say(message: $0.message) }
    try holds(!draft.isEmpty && draft.allSatisfy { !$0.isEmpty }, "a draft")
    let note = draft.joined(separator: "\n")
    _ = try phone.writeUpSession(id: meeting, sheet: sheet(minutes: 50), note: note)
    let written = try phone.sessionSheet(id: meeting)
    try equal(written.session.note, note)
    try equal(written.sheet.minutes, 50)
    try equal(written.draft.count, draft.count)
    try equal(phone.programme().enrolment?.meetingsHeld, 1)

    // Months of signs, and a good time.
    _ = try phone.saveGoodTime(fromDay: "2026-11-01", untilDay: "2026-11-20")
    let good = try phone.signsOverMonths().goodTimes
    try equal(good.map(\.fromDay), ["2026-11-01"])
    try equal(good.map(\.untilDay), ["2026-11-20"])
    try refuses(.Invalid(field: "opened", reason: .unknownId)) {
        try phone.recordNoticeAnswer(opened: "2026-11-20", answer: .helpful)
    }
    try place.leave(phone, "programme")
}
