import Foundation
import handrail

/// What recovery means to me: the newest words, and all that it meant before.
enum RecoveryPages {
    static let sheet = SheetPlace.lines(["recovery_meaning"]) { record in
        let view = try record.recovery()
        return SheetPage(
            .say("sheet-recovery-meaning"),
            parts: [
                SheetPart(
                    nil, (view.newest.map { [$0] } ?? []).map { version($0, "recovery/form/\($0.id)") }, empty: .say("recovery-empty")),
                SheetPart(.say("recovery-earlier"), view.earlier.map { version($0, nil) }),
            ],
            main: .go(view.newest == nil ? "recovery-write" : "recovery-write-anew", "recovery/form"), more: [.print(.recoveryMeaning)]
        )
    }

    private static func version(_ one: RecoveryMeaningView, _ opens: String?) -> SheetLine {
        SheetLine(
            one.id, .own(one.meaning),
            [
                SheetFact("recovery-meaning-what-helps", one.whatHelps), SheetFact("recovery-meaning-who-inspires-me", one.whoInspiresMe),
                SheetFact(.day(one.day)),
            ],
            opens: opens)
    }

    /// New words keep the old ones; an id mends the newest.
    static func form(_ id: RecoveryMeaningId?) -> SheetPlace {
        .form { record in
            let old = try record.recovery().newest
            return FormPage(
                .say("recovery-meaning"), notes: [.say("shell-all-optional")],
                [
                    .words("meaning", "recovery-meaning-meaning", old?.meaning ?? "", lines: 3),
                    .words("what_helps", "recovery-meaning-what-helps", old?.whatHelps ?? "", lines: 2),
                    .words("who_inspires_me", "recovery-meaning-who-inspires-me", old?.whoInspiresMe ?? ""),
                ],
                more: id.map { [.takeAway("recovery_meaning", $0)] } ?? []
            ) { record, filled in
                let new = NewRecoveryMeaning(
                    meaning: filled["meaning"], whatHelps: filled["what_helps"], whoInspiresMe: filled["who_inspires_me"])
                return try id.map { try record.editRecoveryMeaning(id: $0, edit: new) } ?? record.saveRecoveryMeaning(details: new)
            }
        }
    }
}
