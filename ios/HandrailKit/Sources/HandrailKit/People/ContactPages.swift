import handrail

/// A contact that I practise in steps, and how the tries went.
enum ContactPages {
    private static func practice(_ record: Handrail, _ id: ContactPracticeId) throws -> ContactPracticeView {
        let view = try record.people()
        return try found((view.practising + view.practised).first { $0.id == id })
    }

    /// What I say stands in the order in which I say it.
    static func contact(_ id: ContactPracticeId) -> SheetPlace {
        .lines(["contact_practice", "contact_try", "person"]) { record in
            let one = try practice(record, id)
            let about = SheetLine(
                id, one.personName.isEmpty ? .say("contact-practice") : .own(one.personName),
                [
                    SheetFact("contact-practice-say-first", one.sayFirst), SheetFact("contact-practice-say-then", one.sayThen),
                    SheetFact("contact-practice-if-it-is-hard", one.ifItIsHard),
                ], acts: [.go("shell-change", "contact-form/\(id)")])
            let states = ContactState.all.map { FormChoice($0.word, .word("contact-practice-state", $0)) }
            let state = SheetLine(
                "state", .say("contact-practice-state"), [],
                .choose(states, one.state.word) { try $0.setContactPracticeState(id: id, state: found(ContactState(word: $1))) })
            return SheetPage(
                .own(one.what),
                parts: [
                    SheetPart(nil, [about]),
                    SheetPart(
                        .say("contact-try"), try record.contactTries(practice: id).map(tried),
                        before: { try $0.contactTriesBefore(practice: id, before: $1).map(tried) }),
                    SheetPart(nil, [state]),
                ],
                main: .go("contact-try-result", "contact-try/\(id)"))
        }
    }

    private static func tried(_ one: ContactTryView) -> SheetLine {
        SheetLine(
            one.id, .word("contact-try-result", one.result),
            [SheetFact(.day(one.day)), one.rolePlay ? SheetFact(.say("contact-try-role-play")) : nil, SheetFact.some(one.howItWent)],
            opens: "contact-try/\(one.practice)/\(one.id)")
    }

    /// Only what I want to do must stand there.
    static func form(_ id: ContactPracticeId?) -> SheetPlace {
        .form { record in
            let people = try record.people().people
            let old = try id.map { try practice(record, $0) }
            return FormPage(
                .say("contact-practice"), notes: [.say("shell-all-optional")],
                [
                    .words("what", "contact-practice-what", old?.what ?? "", lines: 2).hint("contacts-example"),
                    .person("person", "contact-practice-person", people, old?.person),
                    .words("say_first", "contact-practice-say-first", old?.sayFirst ?? "", lines: 2),
                    .words("say_then", "contact-practice-say-then", old?.sayThen ?? "", lines: 2),
                    .words("if_it_is_hard", "contact-practice-if-it-is-hard", old?.ifItIsHard ?? "", lines: 2),
                ],
                standing: id.map { Standing("contact_practice", $0) }
            ) { record, filled in
                let new = NewContactPractice(
                    person: filled.maybe("person"), what: filled["what"], sayFirst: filled["say_first"], sayThen: filled["say_then"],
                    ifItIsHard: filled["if_it_is_hard"])
                return try id.map { try record.editContactPractice(id: $0, edit: new) } ?? record.saveContactPractice(details: new)
            }
        }
    }

    /// How a try went: any try counts. With an id, one that was noted.
    static func attempt(_ practice: ContactPracticeId, _ id: ContactTryId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in
                try found(
                    search(record.contactTries(practice: practice), id, \.id) {
                        try record.contactTriesBefore(practice: practice, before: $0)
                    })
            }
            return FormPage(
                .say("contact-try-result"), notes: (old.map { [.day($0.day)] } ?? []) + [.say("homework-any-try-counts")],
                [
                    .one("result", "contact-try-result", old?.result ?? .partly),
                    .yes("role_play", "contact-try-role-play", old?.rolePlay ?? false),
                    .words("how_it_went", "contact-try-how-it-went", old?.howItWent ?? "", lines: 2),
                ], standing: id.map { Standing("contact_try", $0) }
            ) { record, filled in
                let new = NewContactTry(
                    practice: practice, rolePlay: filled.yes("role_play"), result: filled.one("result") ?? .partly,
                    howItWent: filled["how_it_went"])
                return try id.map { try record.editContactTry(id: $0, edit: new) } ?? record.recordContactTry(details: new)
            }
        }
    }
}
