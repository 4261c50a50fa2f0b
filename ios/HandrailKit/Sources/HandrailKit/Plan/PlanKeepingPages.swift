import handrail

/// Who has a copy of the plan, when a step was practised, when to look it over.
enum PlanKeepingPages {
    static let keeping = SheetPlace.form { record in
        let view = try record.planKeeping()
        let (copies, events) = (view.copies.map(copy), view.recent.map(event))
        let practised: [SheetLine] = [(PlanEventKind.rehearsed, view.rehearsedOn), (.reviewed, view.reviewedOn)].map { kind, day in
            SheetLine(
                kind.word, .word("plan-event-event", kind), [day.map { SheetFact(.day($0)) }], opens: "plan-event-form/\(kind.word)")
        }
        return FormPage(
            .say("plan-keeping"), [.day("day", "plan-review-on", view.reviewOn)],
            below: [
                SheetPart(.say("plan-copies"), copies, empty: .say("plan-copies-none"), add: .go("plan-give-copy", "plan-copy")),
                SheetPart(.say("plan-practise"), practised),
                SheetPart(.say("plan-event"), events, before: { try $0.planEventsBefore(event: $1).map(event) }),
            ], then: .stay
        ) { record, filled in try record.setPlanReviewOn(day: filled.maybe("day")) }
    }

    private static func copy(_ copy: PlanCopyView) -> SheetLine {
        let given: KeyValuePairs<String, MessageValue> = ["name": .words(text: copy.holder), "day": .day(day: copy.given)]
        let whom = copy.person == nil ? copy.holder : ""
        let back = SheetAct.write(.say("plan-copy-back"), done: "shell-changed", undo: takingAway("plan_event")) {
            try $0.recordPlanEvent(details: NewPlanEvent(event: .copyTakenBack, person: copy.person, withWhom: whom))
        }
        // A plan is worth what those named in it know of it.
        return SheetLine(
            copy.person ?? copy.holder, .say(copy.olderThanPlan ? "plan-changed-since-copy" : "plan-copy-of", given), acts: [back])
    }

    private static func event(_ one: PlanEventView) -> SheetLine {
        SheetLine(
            one.id, .word("plan-event-event", one.event),
            [SheetFact(.day(one.day)), SheetFact.some(one.withWhom), SheetFact.some(one.note)],
            opens: "plan-event-form/\(one.id)")
    }

    /// A step that was practised, or the plan gone through again: `of` is which, or the id of what was noted.
    static func event(_ of: String) -> SheetPlace {
        .form { record in
            let (view, people) = (try record.planKeeping(), try record.people().people)
            let old = view.recent.first { $0.id == of }
            let kind = try found(old?.event ?? PlanEventKind(word: of))
            let whom = old.map { $0.person == nil ? $0.withWhom : "" } ?? ""
            return FormPage(
                .word("plan-event-event", kind), notes: old.map { [.day($0.day)] } ?? [.say("shell-all-optional")],
                [
                    .person("person", "plan-event-person", people, old?.person),
                    .words("with_whom", "plan-event-with-whom", whom).asked { $0["person"].isEmpty },
                    .words("note", "plan-event-note", old?.note ?? "", lines: 2),
                ], standing: old.map { Standing("plan_event", $0.id) }
            ) { record, filled in
                let person = filled.maybe("person")
                let new = NewPlanEvent(
                    event: kind, person: person, withWhom: person == nil ? filled["with_whom"] : "", note: filled["note"])
                return try old.map { try record.editPlanEvent(id: $0.id, edit: new) } ?? record.recordPlanEvent(details: new)
            }
        }
    }

    /// Gives a copy to somebody, by whatever way this phone has, and keeps who has one. All that is given is shown first.
    static let copy = SheetPlace.form { record in
        let (plan, people) = (try record.plan(), try record.people().people)
        let text = PlanPages.asText(plan)
        return FormPage(
            .say("plan-give-copy"),
            [
                .person("person", "plan-copy-whom", people, nil),
                .words("with_whom", "plan-copy-name").asked { $0["person"].isEmpty },
            ],
            button: .say("plan-give-copy"), below: [SheetPart(.say("plan-copy-what"), [SheetLine("text", .lines(text))])],
            // Kept first: what is refused is not given.
            afterwards: { _ in SheetAct(.say("plan-give-copy"), .give(.say("sheet-plan"), text)) }
        ) { record, filled in
            let person = filled.maybe("person")
            return try record.recordPlanEvent(
                details: NewPlanEvent(event: .copyGiven, person: person, withWhom: person == nil ? filled["with_whom"] : ""))
        }
    }
}
