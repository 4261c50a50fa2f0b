import handrail

/// Who may see what, for how long; given and taken back by me.
enum PermissionPages {
    static let permissions = SheetPlace.lines(["permission", "person"]) { record in
        let (view, people) = (try record.permissions(day: record.thisDay()), try record.people().people)
        return SheetPage(
            .say("permissions"), notes: [.say("permissions-what")],
            parts: [
                SheetPart(nil, view.inForce.map(lead), empty: .say("permissions-none")),
                SheetPart(.say("permissions-others"), view.others.map(lead), folded: .say("permissions-others")),
            ],
            // A permission is given to somebody who is on the map.
            main: people.isEmpty ? .go("people-add", "person-form") : .go("permissions-give", "permission-form"))
    }

    private static func lead(_ one: PermissionView) -> SheetLine {
        SheetLine(
            one.id, .labelled(.own(one.personName), .word("permission-item", one.item)), [span(one)],
            opens: "permission-form/\(one.id)")
    }

    private static func span(_ one: PermissionView) -> SheetFact? {
        if let revoked = one.revokedOn { return SheetFact("permission-revoked-on", day: revoked) }
        guard let until = one.until else { return SheetFact("permission-from-day", day: one.from) }
        return SheetFact(.say("date-from-until", ["from": .day(day: one.from), "until": .day(day: until)]))
    }

    /// Who and what cannot be changed afterwards: that would be another permission.
    static func form(_ id: PermissionId?) -> SheetPlace {
        .form { record in
            let (view, people) = (try record.permissions(day: record.thisDay()), try record.people().people)
            let old = try id.map { id in try found((view.inForce + view.others).first { $0.id == id }) }
            let new: [FormField] = [
                .record(
                    "person", "permission-person", people.map { FormChoice($0.id, .own($0.name)) },
                    people.count == 1 ? people.first?.id : nil),
                .one("item", "permission-item", PermittedItem?.none),
            ]
            let notes: [Said] = old.map { [lead($0).title] + (span($0).map { [$0.says] } ?? []) } ?? []
            let end = SheetAct.write(.say("permissions-take-back"), done: "permission-kept-what-was-read", then: .back) {
                try $0.revokePermission(id: found(id))
            }
            return FormPage(
                .say("permission"), notes: notes,
                (old == nil ? new : []) + [
                    .day("from", "permission-from-day", old?.from).behind, .day("until", "permission-until-day", old?.until).behind,
                    .words("reason", "permission-reason", old?.reason ?? "", lines: 2).behind,
                ],
                standing: id.map { Standing("permission", $0) }, more: old.map { $0.revokedOn == nil ? [end] : [] } ?? []
            ) { record, filled in
                if let old {
                    let edit = EditPermission(
                        from: filled.maybe("from") ?? old.from, until: filled.maybe("until"), reason: filled["reason"])
                    return try record.editPermission(id: old.id, edit: edit)
                }
                // Nothing is given that was not chosen.
                for field in ["person", "item"] where filled[field].isEmpty {
                    throw HandrailError.Invalid(field: field, reason: .empty)
                }
                let details = NewPermission(
                    person: filled["person"], item: try found(filled.one("item")), from: filled.maybe("from"),
                    until: filled.maybe("until"), reason: filled["reason"])
                return try record.givePermission(details: details)
            }
        }
    }
}
