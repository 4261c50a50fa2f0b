import Foundation

// Who is around me, my plan, and how I look after myself. The same scenarios stand in Python and Kotlin.

func peopleAndPlan() throws {
    let place = Phone()
    let phone = try place.open()
    func invalid(_ field: String, _ reason: Reason, line: UInt = #line, _ call: () throws -> Any) throws {
        try refuses(.Invalid(field: field, reason: reason), line: line, call)
    }

    // Help now is there before anything is: in the app without a record, and with an empty one.
    try holds(helpRegions().contains("GB"), "lines are built in")
    let lines = try helpLines(region: "GB", language: "en")
    try equal(lines[0].kind, .emergency)
    try equal(lines[0].region, "GB")
    try equal(helpLines(region: "ZZ", language: "en").count, 0)
    try equal(suggestedHelpRegion(language: "de-AT", zone: "Europe/Vienna"), "EU")
    try equal(suggestedHelpRegion(language: "en", zone: "nowhere"), nil)
    let options = try afterFailedHelpLine(region: "GB", language: "en", failed: lines[0].id)
    guard case .toDo(let message) = options[0] else { throw Wrong("something to do comes first") }
    try equal(message.id, "help-now-other-network")
    var view = try phone.helpNow(phoneLanguage: "en-GB")
    try equal(view.region, "GB")
    try holds(!view.regionChosen && view.people.isEmpty && view.clinic == nil, "nothing of my own yet")
    try equal(view.lines, lines)

    // My people: who is around me, and what we practise.
    let sam = try phone.savePerson(
        details: NewPerson(
            name: "Sam", relation: "sister", closeness: 1, phone: "020 7946 0000", takesPart: [.helpsWithPlans],
            helpNow: true)
    ).idOf("person")
    let leo = try phone.savePerson(details: NewPerson(name: "Leo")).idOf("person")
    _ = try phone.editPerson(id: leo, edit: NewPerson(name: "Leo", whatTheyGive: "A laugh"))
    _ = try phone.movePerson(id: leo, place: 0)
    try invalid("closeness", .outOfRange(min: 1, max: 3)) {
        try phone.savePerson(details: NewPerson(name: "Mo", closeness: 4))
    }
    let cinema = try phone.saveContactPractice(
        details: NewContactPractice(person: leo, what: "Ask him to the cinema")
    ).idOf("contact_practice")
    _ = try phone.editContactPractice(
        id: cinema, edit: NewContactPractice(person: leo, what: "Ask him to the cinema", sayFirst: "Hello!"))
    let first = try phone.recordContactTry(
        details: NewContactTry(practice: cinema, rolePlay: true, result: .done)
    ).idOf("contact_try")
    let second = try phone.recordContactTry(details: NewContactTry(practice: cinema, result: .notYet))
        .idOf("contact_try")
    _ = try phone.editContactTry(
        id: second, edit: NewContactTry(practice: cinema, result: .partly, howItWent: "I said hello"))
    try equal(phone.contactTries(practice: cinema).map(\.id), [second, first])
    try equal(phone.contactTriesBefore(practice: cinema, before: second).map(\.id), [first])
    let people = try phone.people()
    try equal(people.people.map(\.name), ["Leo", "Sam"])
    try equal(people.people[0].whatTheyGive, "A laugh")
    try equal(people.people[1].takesPart, [.helpsWithPlans])
    let practising = people.practising[0]
    try equal([practising.personName, practising.sayFirst], ["Leo", "Hello!"])
    try equal([practising.rolePlays, practising.forReal], [1, 1])
    try equal(practising.newest?.howItWent, "I said hello")
    _ = try phone.setContactPracticeState(id: cinema, state: .done)
    try equal(phone.people().practised.map(\.id), [cinema])
    _ = try phone.setPersonState(id: leo, state: .drop)
    try equal(phone.people().setDown.map(\.name), ["Leo"])

    // Who may see what: nobody, until I say so.
    let given = try phone.givePermission(details: NewPermission(person: sam, item: .plan, until: "2026-12-31"))
        .idOf("permission")
    try invalid("item", .wrongState) { try phone.givePermission(details: NewPermission(person: sam, item: .plan)) }
    _ = try phone.editPermission(id: given, edit: EditPermission(from: "2026-11-21", reason: "She asked"))
    let today = try phone.thisDay()
    try equal(today, "2026-11-21")
    let permission = try phone.permissions(day: today).inForce[0]
    try equal(permission.personName, "Sam")
    try equal(permission.item, .plan)
    try equal(permission.until, nil)
    try equal(permission.reason, "She asked")
    try equal(permission.standing, .inForce)
    _ = try phone.revokePermission(id: given)
    try equal(phone.permissions(day: today).others.map(\.standing), [.revoked])

    // The plan is kept: used, given away, rehearsed, looked over.
    _ = try phone.addPlanLine(details: NewPlanLine(part: .whatHelps, stage: 4, wording: "I go to the hospital"))
    _ = try phone.usePlan(note: "A bad night")
    try holds(phone.quickHelp().planInUse, "the plan is in use")
    let copy = try phone.recordPlanEvent(details: NewPlanEvent(event: .copyGiven, person: sam)).idOf("plan_event")
    _ = try phone.editPlanEvent(id: copy, edit: NewPlanEvent(event: .copyGiven, person: sam, note: "On her fridge"))
    try invalid("with_whom", .empty) { try phone.recordPlanEvent(details: NewPlanEvent(event: .copyGiven)) }
    _ = try phone.recordPlanEvent(details: NewPlanEvent(event: .rehearsed))
    _ = try phone.setPlanReviewOn(day: "2027-01-15")
    let keeping = try phone.planKeeping()
    try equal(keeping.inUse?.since, "2026-11-21")
    try equal(keeping.inUse?.ask, false)
    try equal(keeping.copies.map(\.person), [sam])
    try equal(keeping.copies.map(\.holder), ["Sam"])
    try equal(keeping.copies.map(\.olderThanPlan), [false])
    try equal([keeping.rehearsedOn, keeping.reviewOn], ["2026-11-21", "2027-01-15"])
    try equal(keeping.version, 1)
    let oldest = keeping.recent[keeping.recent.count - 1]
    try equal(oldest.event, .useBegan)
    try equal(oldest.note, "A bad night")
    try equal(phone.planEventsBefore(event: oldest.id).count, 0)
    _ = try phone.endPlanUse(note: "")
    try equal(phone.planKeeping().inUse, nil)

    // The safety plan, for who wants one.
    let line = NewSafetyLine(part: .aSafePlace, wording: "Sam keeps the pills")
    try invalid("safety_plan_opened", .wrongState) { try phone.addSafetyLine(details: line) }
    _ = try phone.openSafetyPlan(open: true)
    let kept = try phone.addSafetyLine(details: line).idOf("safety_line")
    let asked = try phone.addSafetyLine(details: NewSafetyLine(part: .peopleToAsk, wording: "", person: sam))
        .idOf("safety_line")
    let alone = try phone.addSafetyLine(details: NewSafetyLine(part: .peopleToAsk, wording: "The neighbour"))
        .idOf("safety_line")
    _ = try phone.editSafetyLine(id: kept, edit: NewSafetyLine(part: .aSafePlace, wording: "Sam has the pills"))
    _ = try phone.moveSafetyLine(id: alone, place: 0)
    let safety = try phone.safetyPlan()
    try holds(safety.opened, "opened")
    try equal(safety.parts.map { $0.lines.map(\.id) }, [[], [], [], [alone, asked], [], [kept]])
    try equal(safety.parts[3].lines[1].person?.name, "Sam")

    // Help now knows all of it, and what else there is when nobody answers.
    view = try phone.helpNow(phoneLanguage: "en-GB")
    try equal(view.people.map(\.name), ["Sam"])
    try equal(view.people.map(\.phone), ["020 7946 0000"])
    try equal(view.plan.map(\.wording), ["I go to the hospital"])
    try holds(view.safetyPlan, "there is a safety plan")
    var after = try phone.afterFailedCall(phoneLanguage: "en-GB", called: .person(id: view.people[0].id))
    try equal(after.people.count, 0)
    guard case .line(let nearest) = after.next[0] else { throw Wrong("a line comes first") }
    try equal(nearest.kind, .emergency)
    after = try phone.afterFailedCall(phoneLanguage: "en-GB", called: .line(id: lines[0].id))
    guard case .toDo(let message) = after.next[0] else { throw Wrong("something to do comes first") }
    try equal(message.id, "help-now-other-network")
    try equal(after.people.count, 1)
    try equal(phone.afterFailedCall(phoneLanguage: "en-GB", called: .clinic).people.count, 1)
    _ = try phone.openSafetyPlan(open: false)
    try holds(!phone.helpNow(phoneLanguage: "en-GB").safetyPlan, "closed again")

    // What I need, and whom I ask for it.
    try holds(phone.needs().offered.map(\.listId).contains("benefits"), "the pack's services")
    let bus = try phone.saveNeed(details: NewNeed(listId: "transport"), state: .wanted).idOf("need")
    let own = try phone.saveNeed(details: NewNeed(wording: "A quiet room"), state: .wanted).idOf("need")
    try invalid("list_id", .unknownChoice) { try phone.saveNeed(details: NewNeed(listId: "a horse"), state: .wanted) }
    _ = try phone.editNeed(
        id: own, edit: NewNeed(wording: "A quiet room", whoToAsk: "The library", appointment: "2026-12-01"))
    _ = try phone.moveNeed(id: own, place: 0)
    let wanted = try phone.needs().states.first { $0.state == .wanted }?.needs ?? []
    try equal(wanted.map(\.id), [own, bus])
    try equal(wanted.map(\.whoToAsk), ["The library", ""])
    try equal(wanted.map(\.appointment), ["2026-12-01", nil])
    _ = try phone.setNeedState(id: bus, state: .asked)
    try equal(phone.needs().states.map(\.needs.count), [1, 1, 0, 0, 0])

    try holds(phone.fidelity() == nil, "nobody is enrolled")
    try place.leave(phone, "people_and_plan")
    try equal(place.log.codes, [])
}

func medicinesAndAHealthyLife() throws {
    let place = Phone()
    let phone = try place.open()
    func invalid(_ field: String, _ reason: Reason, line: UInt = #line, _ call: () throws -> Any) throws {
        try refuses(.Invalid(field: field, reason: reason), line: line, call)
    }
    let now = "2026-11-21"

    // Off until chosen; and nothing of it is handed out then.
    let tablet = NewMedicine(
        name: "The white one", anchor: "Breakfast", anchorTime: "08:00", place: "By the kettle")
    try invalid("medication_chosen", .wrongState) { try phone.saveMedicine(details: tablet) }
    try holds(!phone.medication().chosen, "off until chosen")
    _ = try phone.chooseMedication(chosen: true)
    let white = try phone.saveMedicine(details: tablet).idOf("medicine")
    let other = try phone.saveMedicine(details: NewMedicine(name: "The blue one")).idOf("medicine")
    _ = try phone.editMedicine(id: other, edit: NewMedicine(name: "The blue one", purpose: "For the night"))
    _ = try phone.moveMedicine(id: other, place: 0)
    try equal(phone.medication().active.map(\.id), [other, white])
    try equal(phone.medication().active.map(\.purpose), ["For the night", ""])

    // One answer for a medicine and a day: the last one given.
    let dose = try phone.recordDose(details: NewDose(medicine: white, occurrence: now, result: .later)).idOf("dose")
    _ = try phone.recordDose(details: NewDose(medicine: white, occurrence: now, result: .taken))
    _ = try phone.editDose(
        id: dose, edit: NewDose(medicine: white, occurrence: now, result: .taken, note: "At noon"))
    let doses = try phone.dosesBetween(from: "2026-11-01", until: "2026-11-30")
    try equal(doses.map(\.id), [dose])
    try equal(doses.map(\.result), [.taken])
    try equal(doses.map(\.note), ["At noon"])
    try equal(doses.map(\.medicineName), ["The white one"])
    try equal(phone.dosesBefore(dose: dose).count, 0)
    try equal(phone.medication().active.map(\.today), [nil, .taken])
    try invalid("until", .impossibleDate) { try phone.dosesBetween(from: "2026-11-30", until: "2026-11-01") }

    // Good sides, bad sides, and what I want to ask at the next visit.
    func note(_ details: NewMedicineNote) throws -> String {
        try phone.addMedicineNote(details: details).idOf("medicine_note")
    }
    let effect = try note(
        NewMedicineNote(medicine: white, part: .sideEffect, wording: "A dry mouth", howBad: 2, since: "2026-11-01"))
    let good = try note(NewMedicineNote(part: .goodSide, wording: "I sleep"))
    let whether = try note(NewMedicineNote(part: .question, wording: "For how long?"))
    let what = try note(NewMedicineNote(part: .question, wording: "What if I forget?"))
    _ = try phone.moveMedicineNote(id: what, place: 0)
    var visit = try phone.medicationForAVisit()
    try equal(visit.questions.map(\.id), [what, whether])
    try equal(visit.sideEffects.map(\.howBad), [2])
    try equal(visit.sideEffects.map(\.since), ["2026-11-01"])
    try equal(visit.goodSides.map(\.id), [good])
    try equal(visit.badSides.count, 0)
    try equal(visit.day, now)
    _ = try phone.editMedicineNote(
        id: what,
        edit: NewMedicineNote(part: .question, wording: "What if I forget?", answer: "Go on the next day"))
    _ = try phone.setMedicineNoteState(id: what, state: .asked)
    _ = try phone.setMedicineNoteState(id: effect, state: .gone)
    try invalid("state", .wrongState) { try phone.setMedicineNoteState(id: good, state: .asked) }
    visit = try phone.medicationForAVisit()
    try equal(visit.questions.map(\.id), [whether])
    try equal(visit.sideEffects.count, 0)
    _ = try phone.setMedicineState(id: other, state: .paused)
    let sheet = try phone.medication()
    try equal([sheet.active.count, sheet.paused.count, sheet.stopped.count, sheet.notes.count], [1, 1, 0, 4])
    _ = try phone.chooseMedication(chosen: false)
    try equal(phone.medication().active.count, 0)
    try equal(phone.dosesBefore(dose: dose).count, 0)

    // A healthy life: a line in a log, one small change.
    let logs = try phone.lifestyle().logs
    try equal(logs.first { $0.id == "walking" }?.unit, .minutes)
    try equal(logs.first { $0.id == "food" }?.unit, .wordsAlone)
    let walked = try phone.recordLifestyle(details: NewLifestyleEntry(log: "walking", amount: 20))
        .idOf("lifestyle_entry")
    let ate = try phone.recordLifestyle(details: NewLifestyleEntry(log: "food", wording: "Soup"))
        .idOf("lifestyle_entry")
    _ = try phone.editLifestyle(id: ate, edit: NewLifestyleEntry(log: "food", wording: "Soup and bread"))
    try invalid("amount", .wrongState) { try phone.recordLifestyle(details: NewLifestyleEntry(log: "food", amount: 1)) }
    let recent = try phone.lifestyle().recent
    try equal(recent.map(\.id), [ate, walked])
    try equal(recent.map(\.wording), ["Soup and bread", ""])
    try equal(recent.map(\.amount), [nil, 20])
    try equal(phone.lifestyleBefore(entry: ate).map(\.id), [walked])
    try equal(phone.lifestyleBetween(log: "food", from: now, until: now).map(\.id), [ate])
    try equal(phone.lifestyleBetween(log: "", from: now, until: now).count, 2)
    let stairs = try phone.saveLifestyleChange(details: NewLifestyleChange(wording: "Take the stairs"))
        .idOf("lifestyle_change")
    _ = try phone.editLifestyleChange(
        id: stairs, edit: NewLifestyleChange(log: "walking", wording: "Take the stairs", started: "2026-11-20"))
    let second = NewLifestyleChange(wording: "Less coffee")
    try invalid("state", .wrongState) { try phone.saveLifestyleChange(details: second) }
    let trying = try phone.lifestyle().trying
    try equal([trying?.id, trying?.log, trying?.started], [stairs, "walking", "2026-11-20"])
    _ = try phone.setLifestyleChangeState(id: stairs, state: .kept)
    _ = try phone.saveLifestyleChange(details: second)
    let view = try phone.lifestyle()
    try equal(view.trying?.wording, "Less coffee")
    try equal(view.changes.map(\.state), [.kept])
    try equal("\(view)", "LifestyleView(..)")
    try place.leave(phone, "medicines_and_a_healthy_life")
    try equal(place.log.codes, [])
}
