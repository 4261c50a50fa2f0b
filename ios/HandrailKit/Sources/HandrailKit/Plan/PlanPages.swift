import Foundation
import handrail

/// The plan to stay well, and the safety plan.
enum PlanPages {
    static let plan = SheetPlace.lines(["plan_line", "plan_event", "person"]) { record in
        let (view, kept) = (try record.plan(), try record.planKeeping())
        var page = SheetPage(.say("sheet-plan"), main: .go("shell-add", "plan-line-form"))
        if view.parts.allSatisfy(\.lines.isEmpty) { page.notes.append(.say("plan-empty")) }
        if let use = kept.inUse {
            page.notes.append(use.ask ? .say("plan-still-using") : .say("plan-in-use-since", ["day": .day(day: use.since)]))
            if use.ask {
                page.more.append(.write(.word("plan-event-event", PlanEventKind.stillUsing)) { try $0.usePlan(note: "") })
            }
            page.more.append(.write(.word("plan-event-event", PlanEventKind.useEnded)) { try $0.endPlanUse(note: "") })
        } else if view.parts.contains(where: { !$0.lines.isEmpty }) {
            page.more.append(.write(.word("plan-event-event", PlanEventKind.useBegan)) { try $0.usePlan(note: "") })
        }
        page.parts = view.parts.map { part in
            SheetPart(
                .word("plan-line-part", part.part), part.lines.map(line), empty: .say("shell-nothing-here"),
                add: .go("shell-add", "plan-line-form/\(part.part.word)"), move: { try $0.movePlanLine(id: $1, place: $2) })
        }
        page.parts.append(SheetPart(.say("plan-copies"), kept.copies.map(copy), empty: .say("plan-copies-none")))
        page.more.append(.go("plan-give-copy", "plan/copy"))
        page.more += [event(.rehearsed), event(.reviewed), .print(.plan)]
        return page
    }

    /// To whom, then the sheet itself by the system's own ways.
    static let giveCopy = SheetPlace.form { record in
        FormPage(
            .say("plan-give-copy"),
            [
                .record("person", "plan-copy-whom", try record.people().people.map { FormChoice($0.id, .own($0.name)) }, nil),
                .words("with_whom", "plan-copy-name"),
            ],
            gives: .plan
        ) { record, filled in
            let copy = NewPlanEvent(event: .copyGiven, person: filled.maybe("person"), withWhom: filled["with_whom"])
            return try record.recordPlanEvent(details: copy)
        }
    }

    private static func event(_ kind: PlanEventKind) -> SheetAct {
        .write(.word("plan-event-event", kind)) { try $0.recordPlanEvent(details: NewPlanEvent(event: kind)) }
    }

    private static func copy(_ copy: PlanCopyView) -> SheetLine {
        let name = copy.holder
        let older =
            copy.olderThanPlan
            ? SheetFact(.say("plan-changed-since-copy", ["name": .words(text: name), "day": .day(day: copy.given)])) : nil
        return SheetLine(
            copy.person ?? name, name.isEmpty ? .day(copy.given) : .own(name), [older],
            acts: [
                .write(.say("plan-copy-back")) {
                    try $0.recordPlanEvent(
                        details: NewPlanEvent(event: .copyTakenBack, person: copy.person, withWhom: copy.person == nil ? name : ""))
                }
            ])
    }

    private static func line(_ line: PlanLineView) -> SheetLine {
        var acts = [SheetAct.takeAway("plan_line", line.id)]
        let number = line.phone.isEmpty ? line.person?.phone ?? "" : line.phone
        if !number.isEmpty, !line.notToBeCalled { acts.insert(SheetAct(.number(number), .call(number)), at: 0) }
        return SheetLine(
            line.id, .own(line.wording),
            [
                line.stage > 0 ? SheetFact(.say("plan-line-stage-\(line.stage)")) : nil,
                SheetFact("plan-line-action", line.action), SheetFact("plan-line-what-came-first", line.whatCameFirst),
                SheetFact("plan-line-when-words", line.whenWords), SheetFact("plan-line-duty", line.duty),
                SheetFact("plan-line-role", line.role), SheetFact("plan-line-person", line.person?.name ?? ""),
                line.notToBeCalled ? SheetFact(.say("plan-line-not-to-be-called")) : nil,
            ],
            opens: "plan-line-form/\(line.part.word)/\(line.id)", acts: acts)
    }

    /// Asks for what belongs to its part and nothing else; what stands in the other fields stays.
    static func form(_ word: String?, _ id: PlanLineId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(record.plan().parts.flatMap(\.lines).first { $0.id == id }) }
            let part = old?.part ?? word.flatMap(PlanPart.init(word:))
            return FormPage(
                part.map { .word("plan-line-part", $0) } ?? .say("plan-line"), notes: [.say("shell-all-optional")],
                (part == nil ? [.one("part", "plan-line-part", PlanPart.whatHelps)] : []) + fields(part, old),
                more: id.map { [.takeAway("plan_line", $0)] } ?? []
            ) { record, filled in
                let new = NewPlanLine(
                    part: part ?? filled.one("part") ?? .whatHelps, stage: filled.number("stage") ?? old?.stage ?? 0,
                    wording: filled["wording"],
                    phone: filled["phone"], action: filled["action"], whatCameFirst: filled["what_came_first"],
                    whenWords: filled["when_words"], sign: old?.sign?.id, person: old?.person?.id, duty: filled["duty"],
                    role: filled.one("role"), notToBeCalled: filled.yes("not_to_be_called"))
                return try id.map { try record.editPlanLine(id: $0, edit: new) } ?? record.addPlanLine(details: new)
            }
        }
    }

    private static func fields(_ part: PlanPart?, _ old: PlanLineView?) -> [FormField] {
        let wording = FormField.words("wording", "plan-line-wording", old?.wording ?? "", lines: 2)
        let stages = (1...4).map { FormChoice("\($0)", .say("plan-line-stage-\($0)")) }
        return switch part {
        case .whatHappened:
            [
                wording, .words("what_came_first", "plan-line-what-came-first", old?.whatCameFirst ?? ""),
                .words("when_words", "plan-line-when-words", old?.whenWords ?? ""),
            ]
        case .triggers, .signs: [wording, .words("action", "plan-line-action", old?.action ?? "", lines: 2)]
        case .whatHelps: [wording, .record("stage", "plan-line-stage", stages, "\(max(1, old?.stage ?? 1))")]
        case .whoHelps: [wording, .words("duty", "plan-line-duty", old?.duty ?? ""), .phone("phone", "plan-line-phone", old?.phone ?? "")]
        case .contacts:
            [
                wording, .phone("phone", "plan-line-phone", old?.phone ?? ""), .one("role", "plan-line-role", old?.role),
                .yes("not_to_be_called", "plan-line-not-to-be-called", old?.notToBeCalled ?? false),
            ]
        case .wishes, nil: [wording]
        }
    }

    static let safety = SheetPlace.lines(["safety_line", "person"]) { record in
        let view = try record.safetyPlan()
        return SheetPage(
            .say("sheet-safety-plan"), notes: [.say("safety-plan-what"), .say("safety-plan-skip")],
            parts: view.parts.map { part in
                SheetPart(
                    .word("safety-line-part", part.part), part.lines.map(safetyLine), empty: .say("shell-nothing-here"),
                    add: .go("shell-add", "safety-plan/\(part.part.word)"), move: { try $0.moveSafetyLine(id: $1, place: $2) })
            },
            main: .go("help-now-title", "help-now"),
            more: [.print(.safetyPlan)]
        )
    }

    private static func safetyLine(_ line: SafetyLineView) -> SheetLine {
        let number = line.phone.isEmpty ? line.person?.phone ?? "" : line.phone
        return SheetLine(
            line.id, .own(line.wording), [SheetFact("safety-line-person", line.person?.name ?? "")],
            opens: "safety-plan/\(line.part.word)/\(line.id)",
            acts: (number.isEmpty ? [] : [SheetAct(.number(number), .call(number))]) + [.takeAway("safety_line", line.id)])
    }

    static func safetyForm(_ word: String, _ id: SafetyLineId?) -> SheetPlace {
        .form { record in
            let part = try found(SafetyPart(word: word))
            let old = try id.map { id in try found(record.safetyPlan().parts.flatMap(\.lines).first { $0.id == id }) }
            let calls = part == .peopleToAsk || part == .professionals || part == .peopleAndPlaces
            return FormPage(
                .word("safety-line-part", part),
                [.words("wording", "safety-line-wording", old?.wording ?? "", lines: 2)]
                    + (calls ? [.phone("phone", "safety-line-phone", old?.phone ?? "")] : []),
                more: id.map { [.takeAway("safety_line", $0)] } ?? []
            ) { record, filled in
                let new = NewSafetyLine(part: part, wording: filled["wording"], phone: filled["phone"], person: old?.person?.id)
                return try id.map { try record.editSafetyLine(id: $0, edit: new) } ?? record.addSafetyLine(details: new)
            }
        }
    }
}
