import handrail

/// The map of my people, from close to further away; and contacts that I practise.
enum PeoplePages {
    static let people = SheetPlace.lines(["person", "contact_practice", "contact_try"]) { record in
        let view = try record.people()
        let rings = Dictionary(grouping: view.people) { $0.closeness }
        let close = (Int64(1)...3).map { SheetPart(.say("person-closeness-\($0)"), (rings[$0] ?? []).map(person), move: move) }
        let others = SheetPart(rings.count > 1 ? .say("people-others") : nil, (rings[nil] ?? []).map(person), move: move)
        return SheetPage(
            .say("sheet-people"), notes: view.people.isEmpty ? [.say("people-empty")] : [],
            parts: close + [others] + [
                SheetPart(
                    .say("contacts"),
                    (view.practising + view.practised).map { one in
                        SheetLine(
                            one.id, .own(one.what),
                            [SheetFact.some(one.personName), SheetFact(.word("contact-practice-state", one.state))],
                            opens: "contact/\(one.id)")
                    }, add: .go("shell-add", "contact-form")),
                SheetPart(.word("person-state", PersonState.drop), view.setDown.map(person), folded: .say("people-set-aside"), move: move),
            ],
            main: .go("people-add", "person-form"), more: [.go("permissions", "permissions"), .print(.people)])
    }

    private static let move: @Sendable (Handrail, RecordId, UInt32) throws -> Changes = { record, id, place in
        // A place is counted among all of the map, and a ring is a part of it.
        let view = try record.people()
        let all = view.setDown.contains { $0.id == id } ? view.setDown : view.people
        let ring = all.filter { one in one.closeness == all.first { $0.id == id }?.closeness }
        let target = ring.indices.contains(Int(place)) ? all.firstIndex { $0.id == ring[Int(place)].id } : nil
        return try record.movePerson(id: id, place: UInt32(target ?? all.count - 1))
    }

    private static func person(_ one: PersonView) -> SheetLine {
        SheetLine(
            one.id, .own(one.name), [SheetFact.some(one.relation), SheetFact.some(one.whatTheyGive)], opens: "person-form/\(one.id)",
            acts: one.phone.isEmpty || one.notToBeCalled ? [] : [.call(one.name, one.phone)])
    }

    /// A name is enough.
    static func form(_ id: PersonId?) -> SheetPlace {
        .form { record in
            let view = try record.people()
            let old = try id.map { id in try found((view.people + view.setDown).first { $0.id == id }) }
            let beside = old?.state == .drop ? view.setDown : view.people
            let close = (1...3).map { FormChoice("\($0)", .say("person-closeness-\($0)")) }
            var fields: [FormField] = [
                .words("name", "person-name", old?.name ?? ""), .words("relation", "person-relation", old?.relation ?? ""),
                .phone("phone", "person-phone", old?.phone ?? ""), .yes("help_now", "person-help-now", old?.helpNow ?? false),
            ]
            if let old {
                fields.append(
                    .yes("state", "person-state-keep", old.state == .keep).atOnce {
                        try $0.setPersonState(id: old.id, state: $1 == "yes" ? .keep : .drop)
                    })
            }
            let rest: [FormField] = [
                .record("closeness", "person-closeness", close, old?.closeness.map(String.init)).behind,
                .words("what_they_give", "person-what-they-give", old?.whatTheyGive ?? "", lines: 2).behind,
                .words("what_i_want", "person-what-i-want", old?.whatIWant ?? "", lines: 2).behind,
                .some("takes_part", "person-takes-part", old?.takesPart ?? []).behind,
            ]
            return FormPage(
                .say("person"), notes: [.say("shell-all-optional")], fields + rest,
                standing: id.map { Standing("person", $0, among: beside.map(\.id)) { try $0.movePerson(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewPerson(
                    name: filled["name"], relation: filled["relation"], closeness: filled.number("closeness"),
                    whatTheyGive: filled["what_they_give"], whatIWant: filled["what_i_want"], phone: filled["phone"],
                    takesPart: filled.some("takes_part"), helpNow: filled.yes("help_now"))
                return try id.map { try record.editPerson(id: $0, edit: new) } ?? record.savePerson(details: new)
            }
        }
    }
}
