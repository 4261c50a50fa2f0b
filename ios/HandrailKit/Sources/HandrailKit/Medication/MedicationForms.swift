import handrail

/// A medicine and where it stands in my day; and what I notice about it, or want to ask.
enum MedicationForms {
    /// A name is enough; the rest is what makes it easier.
    static func medicine(_ id: MedicineId?) -> SheetPlace {
        .form { record in
            let view = try record.medication()
            let old = try id.map { id in try found((view.active + view.paused + view.stopped).first { $0.id == id }) }
            let beside = [view.active, view.paused, view.stopped].first { list in list.contains { $0.id == id } } ?? []
            var fields: [FormField] = [
                .words("name", "medicine-name", old?.name ?? ""), .words("purpose", "medicine-purpose", old?.purpose ?? "", lines: 2),
                .words("schedule", "medicine-schedule", old?.schedule ?? "", lines: 2),
                .words("anchor", "medicine-anchor", old?.anchor ?? "").hint("medication-anchor-example"),
                .time("anchor_time", "medicine-anchor-time", old?.anchorTime).behind,
                .words("place", "medicine-place", old?.place ?? "").behind, .words("cue", "medicine-cue", old?.cue ?? "").behind,
                .words("backup_cue", "medicine-backup-cue", old?.backupCue ?? "").behind,
                .words("who_helps", "medicine-who-helps", old?.whoHelps ?? "").behind,
            ]
            if let old {
                fields.append(
                    .one("state", "medicine-state", old.state).atOnce {
                        try $0.setMedicineState(id: old.id, state: found(MedicineState(word: $1)))
                    }.hint("medication-talk-with-prescriber"))
            }
            return FormPage(
                .say("medicine"), notes: [.say("shell-all-optional")], fields,
                standing: id.map { Standing("medicine", $0, among: beside.map(\.id)) { try $0.moveMedicine(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewMedicine(
                    name: filled["name"], purpose: filled["purpose"], schedule: filled["schedule"], anchor: filled["anchor"],
                    anchorTime: filled.maybe("anchor_time"), place: filled["place"], cue: filled["cue"], backupCue: filled["backup_cue"],
                    whoHelps: filled["who_helps"])
                return try id.map { try record.editMedicine(id: $0, edit: new) } ?? record.saveMedicine(details: new)
            }
        }
    }

    /// Own words, and what belongs to that kind of note. `of` is a part for a new one, or the id of one that is there.
    static func note(_ of: String) -> SheetPlace {
        .form { record in
            let view = try record.medication()
            let old = view.notes.first { $0.id == of }
            let part = try found(old?.part ?? MedicineNotePart(word: of))
            let beside = view.notes.filter { $0.part == part }.map(\.id)
            let medicines = view.active + view.paused + view.stopped
            let first = old == nil ? (medicines.count == 1 ? medicines.first?.id : nil) : old?.medicine
            var fields: [FormField] = [
                .words("wording", "medicine-note-wording", old?.wording ?? "", lines: 2),
                .record("medicine", "medicine-note-medicine", medicines.map { FormChoice($0.id, .own($0.name)) }, first)
                    .asked { [several = medicines.count > 1] _ in several },
            ]
            if part == .sideEffect {
                fields += [
                    .steps("how_bad", "medicine-note-how-bad", 0...3, old?.howBad), .day("since", "medicine-note-since", old?.since),
                ]
            }
            if part == .question, let old { fields.append(.words("answer", "medicine-note-answer", old.answer, lines: 2)) }
            if let old {
                let states = MedicineNoteState.all.filter { $0 != .asked || part == .question }
                fields.append(
                    .one("state", "medicine-note-state", old.state, of: states).atOnce {
                        try $0.setMedicineNoteState(id: old.id, state: found(MedicineNoteState(word: $1)))
                    })
            }
            return FormPage(
                .word("medicine-note-part", part), fields,
                standing: old.map { Standing("medicine_note", $0.id, among: beside) { try $0.moveMedicineNote(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewMedicineNote(
                    medicine: filled.maybe("medicine"), part: part, wording: filled["wording"], howBad: filled.number("how_bad"),
                    since: filled.maybe("since"), answer: filled["answer"])
                return try old.map { try record.editMedicineNote(id: $0.id, edit: new) } ?? record.addMedicineNote(details: new)
            }
        }
    }
}
