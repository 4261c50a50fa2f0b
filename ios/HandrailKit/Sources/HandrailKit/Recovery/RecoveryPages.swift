import handrail

/// What recovery means to me: the newest words, and all that it meant before.
enum RecoveryPages {
    static let sheet = SheetPlace.lines(["recovery_meaning"]) { record in
        let view = try record.recovery()
        return SheetPage(
            .say("sheet-recovery-meaning"),
            parts: [
                SheetPart(nil, (view.newest.map { [$0] } ?? []).map(version), empty: .say("recovery-empty")),
                SheetPart(
                    .say("recovery-earlier"), view.earlier.map(version), before: { try $0.recoveryBefore(version: $1).map(version) }),
            ],
            main: .go(view.newest == nil ? "recovery-write" : "recovery-write-anew", "recovery-form"), more: [.print(.recoveryMeaning)]
        )
    }

    private static func version(_ one: RecoveryMeaningView) -> SheetLine {
        SheetLine(
            one.id, .day(one.day),
            [
                SheetFact("recovery-meaning-meaning", one.meaning), SheetFact("recovery-meaning-what-helps", one.whatHelps),
                SheetFact("recovery-meaning-who-inspires-me", one.whoInspiresMe),
            ],
            acts: [.go("shell-change", "recovery-form/\(one.id)")])
    }

    /// New words keep the old ones; an id changes what was written then.
    static func form(_ id: RecoveryMeaningId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in
                let view = try record.recovery()
                return try found(
                    search((view.newest.map { [$0] } ?? []) + view.earlier, id, \.id) { try record.recoveryBefore(version: $0) })
            }
            return FormPage(
                .say("sheet-recovery-meaning"), notes: [.say("shell-all-optional")],
                [
                    .words("meaning", "recovery-meaning-meaning", old?.meaning ?? "", lines: 3),
                    .words("what_helps", "recovery-meaning-what-helps", old?.whatHelps ?? "", lines: 2),
                    .words("who_inspires_me", "recovery-meaning-who-inspires-me", old?.whoInspiresMe ?? "", lines: 2),
                ],
                standing: id.map { Standing("recovery_meaning", $0) }
            ) { record, filled in
                let new = NewRecoveryMeaning(
                    meaning: filled["meaning"], whatHelps: filled["what_helps"], whoInspiresMe: filled["who_inspires_me"])
                return try id.map { try record.editRecoveryMeaning(id: $0, edit: new) } ?? record.saveRecoveryMeaning(details: new)
            }
        }
    }
}
