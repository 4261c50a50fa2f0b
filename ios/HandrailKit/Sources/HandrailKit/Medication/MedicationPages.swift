import handrail

/// Medicine fitted into my day: only where the person chose it. Nothing here says what to take.
enum MedicationPages {
    static let medicines = SheetPlace.lines(["medicine", "medicine_note", "dose", "setting"]) { record in
        let (view, day) = (try record.medication(), try record.thisDay())
        let notes = MedicineNotePart.all.map { part in
            SheetPart(
                .word("medicine-note-part", part), view.notes.filter { $0.part == part && $0.state != .gone }.map(note),
                add: .go("shell-add", "medicine-note-form/\(part.word)"), move: { try $0.moveMedicineNote(id: $1, place: $2) })
        }
        let rest: [(MedicineState, [MedicineView])] = [(.paused, view.paused), (.stopped, view.stopped)]
        var more: [SheetAct] = [.go("sheet-visit", "medication-visit")]
        if !view.recent.isEmpty { more.append(.go("medication-earlier", "doses")) }
        return OpenedPages.page(
            .say("sheet-medication"), .say("medication-what"), view.chosen, { try $0.chooseMedication(chosen: $1) },
            SheetPage(
                .say("sheet-medication"), notes: [.say("medication-talk-with-prescriber")],
                parts: [
                    SheetPart(
                        nil, view.active.map { today($0, day) }, empty: .say("medication-empty"),
                        move: { try $0.moveMedicine(id: $1, place: $2) })
                ]
                    + rest.map { state, medicines in
                        SheetPart(
                            .word("medicine-state", state),
                            medicines.map { SheetLine($0.id, .own($0.name), [SheetFact.some($0.purpose)], opens: "medicine-form/\($0.id)") }
                        )
                    } + notes,
                main: .go("medication-add", "medicine-form"), more: more + [.print(.medication)]))
    }

    /// Any answer will do, and none is asked for.
    private static func today(_ one: MedicineView, _ day: CivilDate) -> SheetLine {
        // A first answer can be taken back; a second one took the place of the first, and is answered anew.
        let undo = one.today == nil ? takingAway("dose") : nil
        let answers: [DoseResult] = [.taken, .later, .skipped]
        return SheetLine(
            one.id, .own(one.name),
            [
                SheetFact.some(one.purpose), SheetFact.some(one.schedule), SheetFact.some(one.anchor),
                one.anchorTime.map { SheetFact(.time($0)) }, SheetFact.some(one.cue),
                one.today.map { SheetFact(label: .say("date-today"), .word("dose-result", $0)) },
            ],
            opens: "medicine-form/\(one.id)",
            acts: answers.filter { $0 != one.today }.map { result in
                .write(.word("dose-result", result), undo: undo) {
                    try $0.recordDose(details: NewDose(medicine: one.id, occurrence: day, result: result))
                }
            })
    }

    private static func note(_ one: MedicineNoteView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording),
            [
                SheetFact.some(one.medicineName),
                one.howBad.map { SheetFact(label: .say("medicine-note-how-bad"), .say("medicine-note-how-bad-\($0)")) },
                SheetFact("medicine-note-since", day: one.since), SheetFact("medicine-note-answer", one.answer),
            ],
            opens: "medicine-note-form/\(one.id)")
    }

    /// What to take along, to show or to read from: questions first.
    static let visit = SheetPlace.lines(["medicine", "medicine_note"]) { record in
        let view = try record.medicationForAVisit()
        let parts: [(MedicineNotePart, [MedicineNoteView])] = [
            (.question, view.questions), (.sideEffect, view.sideEffects), (.goodSide, view.goodSides), (.badSide, view.badSides),
        ]
        let nothing = parts.allSatisfy { $0.1.isEmpty } && view.medicines.isEmpty
        return SheetPage(
            .say("sheet-visit"), notes: [.day(view.day)] + (nothing ? [.say("shell-nothing-here")] : []),
            parts: parts.map { SheetPart(.word("medicine-note-part", $0), $1.map(note)) } + [
                SheetPart(
                    .say("sheet-medication"),
                    view.medicines.map { SheetLine($0.id, .own($0.name), [SheetFact.some($0.purpose), SheetFact.some($0.schedule)]) })
            ],
            more: [.print(.visit)])
    }

    /// What I took, and when: newest first. A day without an answer is no line.
    static let doses = SheetPlace.lines(["dose"]) { record in
        SheetPage(
            .say("medication-earlier"),
            parts: [
                SheetPart(
                    nil, try record.medication().recent.map(dose), empty: .say("shell-nothing-here"),
                    before: { try $0.dosesBefore(dose: $1).map(dose) })
            ])
    }

    private static func dose(_ one: DoseView) -> SheetLine {
        SheetLine(
            one.id, .own(one.medicineName),
            [SheetFact(.day(one.occurrence)), SheetFact(.word("dose-result", one.result)), SheetFact.some(one.note)],
            acts: [.takeAway("dose", one.id)])
    }
}
