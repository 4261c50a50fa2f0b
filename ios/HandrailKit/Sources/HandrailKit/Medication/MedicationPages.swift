import Foundation
import handrail

/// Medicines, what I notice about them, and what I want to ask. Nothing here says what to take.
enum MedicationPages {
    static let medicines = SheetPlace.lines(["medicine", "medicine_note", "dose", "setting"]) { record in
        let (view, day) = (try record.medication(), try record.thisDay())
        return SheetPage(
            .say("sheet-medication"), notes: [.say("medication-what"), .say("medication-talk-with-prescriber")],
            parts: [
                SheetPart(
                    .word("medicine-state", MedicineState.active), view.active.map { medicine($0, day) }, empty: .say("medication-empty"),
                    move: { try $0.moveMedicine(id: $1, place: $2) }),
                SheetPart(.word("medicine-state", MedicineState.paused), view.paused.map { medicine($0, day) }),
                SheetPart(.word("medicine-state", MedicineState.stopped), view.stopped.map { medicine($0, day) }),
            ]
                + MedicineNotePart.all.map { part in
                    SheetPart(
                        .word("medicine-note-part", part), view.notes.filter { $0.part == part }.map(note),
                        add: .go("shell-add", "medication/\(part.word)"), move: { try $0.moveMedicineNote(id: $1, place: $2) })
                },
            main: .go("medication-add", "medicine-form"),
            more: [SheetAct(.say("sheet-visit"), .print(.visit)), .print(.medication)]
        )
    }

    private static func medicine(_ one: MedicineView, _ day: CivilDate) -> SheetLine {
        var acts: [SheetAct] = []
        if one.state == .active {
            acts = DoseResult.all.map { result in
                .write(.word("dose-result", result)) {
                    try $0.recordDose(details: NewDose(medicine: one.id, occurrence: day, result: result))
                }
            }
        }
        return SheetLine(
            one.id, .own(one.name),
            [
                SheetFact("medicine-purpose", one.purpose), SheetFact("medicine-schedule", one.schedule),
                SheetFact("medicine-anchor", one.anchor),
                SheetFact("medicine-cue", one.cue), SheetFact("dose-result", one.today),
            ],
            opens: "medicine-form/\(one.id)", acts: acts)
    }

    private static func note(_ one: MedicineNoteView) -> SheetLine {
        SheetLine(
            one.id, .own(one.wording),
            [
                SheetFact("medicine-note-medicine", one.medicineName), SheetFact("medicine-note-since", day: one.since),
                SheetFact("medicine-note-answer", one.answer), SheetFact("medicine-note-state", one.state),
            ],
            opens: "medication/\(one.part.word)/\(one.id)",
            acts: MedicineNoteState.all.filter { $0 != one.state && ($0 != .asked || one.part == .question) }.map { state in
                .write(.word("medicine-note-state", state), done: "shell-changed") { try $0.setMedicineNoteState(id: one.id, state: state) }
            })
    }

    static func form(_ id: MedicineId?) -> SheetPlace {
        .form { record in
            let view = try record.medication()
            let old = try id.map { id in try found((view.active + view.paused + view.stopped).first { $0.id == id }) }
            return FormPage(
                .say("medicine"), notes: [.say("shell-all-optional"), .say("medication-talk-with-prescriber")],
                [
                    .words("name", "medicine-name", old?.name ?? ""), .words("purpose", "medicine-purpose", old?.purpose ?? ""),
                    .words("schedule", "medicine-schedule", old?.schedule ?? "", lines: 2),
                    .words("anchor", "medicine-anchor", old?.anchor ?? ""),
                    .time("anchor_time", "medicine-anchor-time", old?.anchorTime), .words("place", "medicine-place", old?.place ?? ""),
                    .words("cue", "medicine-cue", old?.cue ?? ""), .words("backup_cue", "medicine-backup-cue", old?.backupCue ?? ""),
                    .words("who_helps", "medicine-who-helps", old?.whoHelps ?? ""),
                ],
                more: old.map { old in
                    MedicineState.all.filter { $0 != old.state }.map { state in
                        .write(.word("medicine-state", state), done: "shell-changed") { try $0.setMedicineState(id: old.id, state: state) }
                    } + [.takeAway("medicine", old.id)]
                } ?? []
            ) { record, filled in
                let new = NewMedicine(
                    name: filled["name"], purpose: filled["purpose"], schedule: filled["schedule"], anchor: filled["anchor"],
                    anchorTime: filled.maybe("anchor_time"), place: filled["place"], cue: filled["cue"], backupCue: filled["backup_cue"],
                    whoHelps: filled["who_helps"])
                return try id.map { try record.editMedicine(id: $0, edit: new) } ?? record.saveMedicine(details: new)
            }
        }
    }

    static func noteForm(_ word: String, _ id: MedicineNoteId?) -> SheetPlace {
        .form { record in
            let view = try record.medication()
            let part = try found(MedicineNotePart(word: word))
            let old = try id.map { id in try found(view.notes.first { $0.id == id }) }
            let bothers = (0...3).map { FormChoice("\($0)", .say("medicine-note-how-bad-\($0)")) }
            var fields: [FormField] = [
                .words("wording", "medicine-note-wording", old?.wording ?? "", lines: 2),
                .record("medicine", "medicine-note-medicine", view.active.map { FormChoice($0.id, .own($0.name)) }, old?.medicine),
            ]
            if part == .sideEffect {
                fields += [
                    .record("how_bad", "medicine-note-how-bad", bothers, old?.howBad.map(String.init)),
                    .day("since", "medicine-note-since", old?.since),
                ]
            }
            if part == .question { fields.append(.words("answer", "medicine-note-answer", old?.answer ?? "", lines: 2)) }
            return FormPage(.word("medicine-note-part", part), fields, more: id.map { [.takeAway("medicine_note", $0)] } ?? []) {
                record, filled in
                let new = NewMedicineNote(
                    medicine: filled.maybe("medicine"), part: part, wording: filled["wording"], howBad: filled.number("how_bad"),
                    since: filled.maybe("since"), answer: filled["answer"])
                return try id.map { try record.editMedicineNote(id: $0, edit: new) } ?? record.addMedicineNote(details: new)
            }
        }
    }
}
