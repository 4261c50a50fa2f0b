import handrail

/// My plan to stay well: to use, and to write.
enum PlanPages {
    private static let concepts = ["plan_line", "plan_event", "person", "warning_sign", "setting"]
    private static let toDo: [PlanPart] = [.whatHelps, .whoHelps, .contacts]

    /// What helps comes first while the plan is in use; else the parts stand in their order.
    static let plan = SheetPlace.lines(concepts) { record in
        let (view, kept) = (try record.plan(), try record.planKeeping())
        let written = view.parts.contains { !$0.lines.isEmpty }
        let using = kept.inUse != nil
        var page = SheetPage(.say("sheet-plan"))
        if !written { page.notes = [.say("plan-empty")] }
        let begin = use("plan-event-event-use-began")
        let end = SheetAct.write(
            .word("plan-event-event", PlanEventKind.useEnded), done: "shell-changed", undo: takingAway("plan_event")
        ) { try $0.endPlanUse(note: "") }
        page.main = !written ? .go("plan-begin", "plan-line-form/what-helps/1") : using ? end : begin
        if let now = kept.inUse {
            let no = SheetAct(.say("shell-no"), end.does)
            page.parts.append(
                SheetPart(
                    nil,
                    [
                        SheetLine(
                            "in-use", .say("plan-in-use-since", ["day": .day(day: now.since)]),
                            now.ask ? [SheetFact(.say("plan-still-using"))] : [], acts: now.ask ? [use("shell-yes"), no] : [])
                    ]))
        }
        let first = using ? view.parts.filter { toDo.contains($0.part) } : []
        let rest = view.parts.filter { part in !first.contains { $0.part == part.part } }
        // Nobody writes while they use it: what is empty, and the ways to add, are not in sight then.
        page.parts += (first + rest).filter { !using || !$0.lines.isEmpty }.flatMap { parts($0, using) }
        if written {
            let changed = kept.changedDay.map { Said.say("plan-changed-on", ["day": .day(day: $0)]) }
            page.parts.append(
                SheetPart(
                    .say("plan-keeping"),
                    [
                        SheetLine("copy", .say("plan-give-copy"), [changed.map { SheetFact($0) }], opens: "plan-copy"),
                        SheetLine("keeping", .say("plan-keeping-more"), opens: "plan-keeping"),
                    ]))
            page.more = [.print(.plan)]
        }
        return page
    }

    private static func use(_ says: String) -> SheetAct {
        // What was said about using it is taken back, not said the other way round: the history stays true.
        .write(.say(says), done: "shell-changed", undo: takingAway("plan_event")) { try $0.usePlan(note: "") }
    }

    private static func parts(_ view: PlanPartView, _ using: Bool) -> [SheetPart] {
        let title = Said.word("plan-line-part", view.part)
        let move: @Sendable (Handrail, RecordId, UInt32) throws -> Changes = { try $0.movePlanLine(id: $1, place: $2) }
        guard view.part == .whatHelps else {
            return [
                SheetPart(
                    title, view.lines.map(line), add: using ? nil : .go("shell-add", "plan-line-form/\(view.part.word)"), move: move)
            ]
        }
        return (Int64(1)...4).compactMap { stage in
            let lines = view.lines.filter { $0.stage == stage }
            guard !using || !lines.isEmpty else { return nil }
            return SheetPart(
                .labelled(title, .say("plan-line-stage-\(stage)")), lines.map(line),
                add: using ? nil : .go("shell-add", "plan-line-form/\(view.part.word)/\(stage)"), move: move)
        }
    }

    private static func line(_ line: PlanLineView) -> SheetLine {
        let number = line.phone.isEmpty ? line.person?.phone ?? "" : line.phone
        return SheetLine(
            line.id, .own(line.wording), below(line), opens: "plan-line-form/\(line.id)",
            acts: number.isEmpty || line.notToBeCalled ? [] : [.call(line.wording, number)])
    }

    /// What else stands on a line, each with its label where it would not be understood alone.
    private static func below(_ line: PlanLineView) -> [SheetFact?] {
        [
            SheetFact("plan-line-action", line.action), SheetFact("plan-line-what-came-first", line.whatCameFirst),
            SheetFact.some(line.whenWords), SheetFact.some(line.person.map { $0.name == line.wording ? "" : $0.name } ?? ""),
            SheetFact.some(line.duty), line.role.map { SheetFact(.word("plan-line-role", $0)) },
            line.phone.isEmpty ? nil : SheetFact(.number(line.phone)),
            line.notToBeCalled ? SheetFact(.say("plan-line-not-to-be-called")) : nil,
        ]
    }

    /// The plan as a text to give: the same lines as on the screen.
    static func asText(_ view: PlanView) -> [Said] {
        view.parts.filter { !$0.lines.isEmpty }.flatMap { part -> [Said] in
            var (text, stage): ([Said], Int64) = ([.word("plan-line-part", part.part)], 0)
            for line in part.part == .whatHelps ? part.lines.sorted(by: { $0.stage < $1.stage }) : part.lines {
                if part.part == .whatHelps, line.stage != stage {
                    stage = line.stage
                    text.append(.joined([.say("plan-line-stage-\(stage)"), .own("")], ":"))
                }
                text.append(.joined([.own("\u{2022}"), .own(line.wording)], " "))
                text += below(line).compactMap { $0 }.map { fact in
                    .joined([.own(" "), fact.label.map { .labelled($0, fact.says) } ?? fact.says], " ")
                }
            }
            return text + [.own("")]
        }
    }

    /// Asks for what belongs to its part and nothing else. `of` is a part (and a stage) for a new one, or the id of one that is there.
    static func form(_ of: String, _ stage: String?) -> SheetPlace {
        .form { record in
            let (view, people, signs) = (try record.plan(), try record.people().people, try record.signs().signs)
            let old = view.parts.flatMap(\.lines).first { $0.id == of }
            let part = try found(old?.part ?? PlanPart(word: of))
            let beside = view.parts.flatMap(\.lines).filter { $0.part == part && $0.stage == old?.stage }.map(\.id)
            let stages = (1...4).map { FormChoice("\($0)", .say("plan-line-stage-\($0)")) }
            let begun = old.map { "\($0.stage)" } ?? stage ?? "0"
            var fields: [FormField] = []
            if part == .signs, !signs.isEmpty {
                let choices = signs.map { FormChoice($0.id, .own($0.wording)) } + [FormChoice("", .say("plan-line-sign-none"))]
                fields.append(.record("sign", "plan-line-sign", choices, old?.sign?.id))
            }
            fields.append(.words("wording", "plan-line-wording", old?.wording ?? "", lines: 2))
            fields += rest(part, old, people, FormField("stage", .say("plan-line-stage"), .one(stages), begun))
            return FormPage(
                .word("plan-line-part", part), fields,
                standing: old.map { Standing("plan_line", $0.id, among: beside) { try $0.movePlanLine(id: $1, place: $2) } }
            ) { record, filled in
                let not = filled.yes("not_to_be_called")
                let new = NewPlanLine(
                    part: part, stage: filled.number("stage") ?? old?.stage ?? 0, wording: filled["wording"], phone: filled["phone"],
                    action: filled["action"], whatCameFirst: filled["what_came_first"], whenWords: filled["when_words"],
                    sign: filled.maybe("sign"), person: filled.maybe("person"),
                    // Who is not to be called has nothing to do either.
                    duty: not ? "" : filled["duty"], role: filled.one("role"), notToBeCalled: not)
                return try old.map { try record.editPlanLine(id: $0.id, edit: new) } ?? record.addPlanLine(details: new)
            }
        }
    }

    private static func rest(_ part: PlanPart, _ old: PlanLineView?, _ people: [PersonView], _ stage: FormField) -> [FormField] {
        let person = FormField.person("person", "plan-line-person", people, old?.person?.id)
        let action = FormField.words("action", "plan-line-action", old?.action ?? "", lines: 2)
        return switch part {
        case .whatHappened:
            [
                .words("when_words", "plan-line-when-words", old?.whenWords ?? ""),
                .words("what_came_first", "plan-line-what-came-first", old?.whatCameFirst ?? "", lines: 2), action,
            ]
        case .triggers: [action]
        case .whatHelps: [stage, person]
        case .whoHelps:
            [
                person, .words("duty", "plan-line-duty", old?.duty ?? "", lines: 2).asked { !$0.yes("not_to_be_called") },
                .yes("not_to_be_called", "plan-line-not-to-be-called", old?.notToBeCalled ?? false),
            ]
        case .contacts: [person, .phone("phone", "plan-line-phone", old?.phone ?? ""), .one("role", "plan-line-role", old?.role)]
        case .signs, .wishes: []
        }
    }
}
