import Foundation
import handrail

/// My people, and what each of them may see.
enum PeoplePages {
    static let people = SheetPlace.lines(["person", "contact_practice", "contact_try"]) { record in
        let view = try record.people()
        return SheetPage(
            .say("sheet-people"),
            parts: [
                SheetPart(nil, view.people.map(person), empty: .say("people-empty"), move: { try $0.movePerson(id: $1, place: $2) }),
                SheetPart(.say("contacts"), view.practising.map(practice), add: .go("shell-add", "people/contact")),
                SheetPart(.word("contact-practice-state", ContactState.done), view.practised.map(practice)),
                SheetPart(
                    .say("people-set-aside"),
                    view.setDown.map { one in
                        SheetLine(one.id, .own(one.name), acts: [state(one, .keep)])
                    }),
            ],
            main: .go("people-add", "person-form"),
            more: [.go("permissions", "permissions"), .print(.people)]
        )
    }

    private static func person(_ one: PersonView) -> SheetLine {
        let call = SheetAct(.say("help-now-call", ["name": .words(text: one.name)]), .call(one.phone))
        return SheetLine(
            one.id, .own(one.name),
            [
                SheetFact("person-relation", one.relation), SheetFact("person-what-they-give", one.whatTheyGive),
                SheetFact("person-what-i-want", one.whatIWant), one.helpNow ? SheetFact(.say("person-help-now")) : nil,
                one.notToBeCalled ? SheetFact(.say("plan-line-not-to-be-called")) : nil,
            ],
            opens: "person-form/\(one.id)", acts: (one.phone.isEmpty || one.notToBeCalled ? [] : [call]) + [state(one, .drop)])
    }

    private static func state(_ one: PersonView, _ state: PersonState) -> SheetAct {
        .write(.word("person-state", state), done: "shell-changed") { try $0.setPersonState(id: one.id, state: state) }
    }

    private static func practice(_ one: ContactPracticeView) -> SheetLine {
        SheetLine(
            one.id, .own(one.what), [SheetFact(.own(one.personName)), SheetFact("contact-practice-say-first", one.sayFirst)],
            opens: "people/contact/\(one.id)", acts: [.go("contact-try", "people/try/\(one.id)")])
    }

    static func form(_ id: PersonId?) -> SheetPlace {
        .form { record in
            let view = try record.people()
            let old = try id.map { id in try found((view.people + view.setDown).first { $0.id == id }) }
            let close = (1...3).map { FormChoice("\($0)", .say("person-closeness-\($0)")) }
            return FormPage(
                .say("person"), notes: [.say("shell-all-optional")],
                [
                    .words("name", "person-name", old?.name ?? ""), .words("relation", "person-relation", old?.relation ?? ""),
                    .phone("phone", "person-phone", old?.phone ?? ""), .yes("help_now", "person-help-now", old?.helpNow ?? false),
                    .record("closeness", "person-closeness", close, old?.closeness.map(String.init)),
                    .words("what_they_give", "person-what-they-give", old?.whatTheyGive ?? ""),
                    .words("what_i_want", "person-what-i-want", old?.whatIWant ?? ""),
                    .some("takes_part", "person-takes-part", old?.takesPart ?? []),
                ],
                more: id.map { [.takeAway("person", $0)] } ?? []
            ) { record, filled in
                let new = NewPerson(
                    name: filled["name"], relation: filled["relation"], closeness: filled.number("closeness"),
                    whatTheyGive: filled["what_they_give"], whatIWant: filled["what_i_want"], phone: filled["phone"],
                    takesPart: filled.some("takes_part"), helpNow: filled.yes("help_now"))
                return try id.map { try record.editPerson(id: $0, edit: new) } ?? record.savePerson(details: new)
            }
        }
    }

    static func contact(_ id: ContactPracticeId?) -> SheetPlace {
        .form { record in
            let view = try record.people()
            let old = try id.map { id in try found((view.practising + view.practised).first { $0.id == id }) }
            return FormPage(
                .say("contact-practice"), notes: [.say("shell-all-optional")],
                [
                    .words("what", "contact-practice-what", old?.what ?? ""),
                    .record("person", "contact-practice-person", view.people.map { FormChoice($0.id, .own($0.name)) }, old?.person),
                    .words("say_first", "contact-practice-say-first", old?.sayFirst ?? "", lines: 2),
                    .words("say_then", "contact-practice-say-then", old?.sayThen ?? "", lines: 2),
                    .words("if_it_is_hard", "contact-practice-if-it-is-hard", old?.ifItIsHard ?? "", lines: 2),
                ],
                more: old.map { old in
                    ContactState.all.filter { $0 != old.state }.map { state in
                        .write(.word("contact-practice-state", state), done: "shell-changed") {
                            try $0.setContactPracticeState(id: old.id, state: state)
                        }
                    }
                } ?? []
            ) { record, filled in
                let new = NewContactPractice(
                    person: filled.maybe("person"), what: filled["what"], sayFirst: filled["say_first"], sayThen: filled["say_then"],
                    ifItIsHard: filled["if_it_is_hard"])
                return try id.map { try record.editContactPractice(id: $0, edit: new) } ?? record.saveContactPractice(details: new)
            }
        }
    }

    static func attempt(_ practice: ContactPracticeId) -> SheetPlace {
        .form { _ in
            FormPage(
                .say("contact-try"), notes: [.say("homework-any-try-counts")],
                [
                    .one("result", "contact-try-result", ContactOutcome.done), .yes("role_play", "contact-try-role-play"),
                    .words("how_it_went", "contact-try-how-it-went", lines: 2),
                ]
            ) { record, filled in
                try record.recordContactTry(
                    details: NewContactTry(
                        practice: practice, rolePlay: filled.yes("role_play"), result: filled.one("result") ?? .done,
                        howItWent: filled["how_it_went"]))
            }
        }
    }

    static let permissions = SheetPlace.lines(["permission", "person"]) { record in
        let view = try record.permissions(day: record.thisDay())
        return SheetPage(
            .say("permissions"), notes: [.say("permissions-what")],
            parts: [
                SheetPart(nil, view.inForce.map { permission($0, ends: true) }, empty: .say("permissions-none")),
                SheetPart(.say("permissions-others"), view.others.map { permission($0, ends: $0.standing == .notYet) }),
            ],
            main: .go("permissions-give", "permissions/new")
        )
    }

    private static func permission(_ one: PermissionView, ends: Bool) -> SheetLine {
        let end = SheetAct.write(.say("permissions-take-back"), done: "permission-kept-what-was-read") {
            try $0.revokePermission(id: one.id)
        }
        return SheetLine(
            one.id, .own(one.personName),
            [
                SheetFact("permission-item", one.item), SheetFact("permission-from-day", day: one.from),
                SheetFact("permission-until-day", day: one.until), SheetFact("permission-reason", one.reason),
                SheetFact("permission-revoked-on", day: one.revokedOn),
            ],
            acts: ends ? [end] : [])
    }

    static let permissionForm = SheetPlace.form { record in
        FormPage(
            .say("permission"),
            [
                .record("person", "permission-person", try record.people().people.map { FormChoice($0.id, .own($0.name)) }, nil),
                .one("item", "permission-item", PermittedItem.goals), .day("until", "permission-until-day"),
                .words("reason", "permission-reason"),
            ]
        ) { record, filled in
            try record.givePermission(
                details: NewPermission(
                    person: filled["person"], item: filled.one("item") ?? .goals, until: filled.maybe("until"), reason: filled["reason"]))
        }
    }
}
