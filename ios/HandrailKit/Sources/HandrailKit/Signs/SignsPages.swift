import Foundation
import handrail

/// Early warning signs, rated by the person; and the person's own rules about them.
enum SignsPages {
    static let signs = SheetPlace.lines(["warning_sign", "own_rule", "check_in"]) { record in
        let view = try record.signs()
        let states: [SignState] = [.following, .resting]
        return SheetPage(
            .say("sheet-signs"),
            notes: view.notice.map { [.message($0.message)] } ?? [],
            parts: states.map { state in
                SheetPart(
                    state == .resting ? .word("warning-sign-state", state) : nil, view.signs.filter { $0.state == state }.map(sign),
                    empty: state == .following ? .say("signs-empty") : nil,
                    add: state == .following ? .go("signs-add", "sign-form") : nil,
                    move: { try $0.moveWarningSign(id: $1, place: $2) })
            } + [rules(view)],
            main: view.signs.isEmpty ? nil : .go("today-check-in-do", "check-in"),
            more: [.go("usual-title", "usual"), .print(.signs)]
        )
    }

    private static func rules(_ view: SignsView) -> SheetPart {
        guard !view.signs.isEmpty else { return SheetPart(nil, []) }
        return SheetPart(
            .say("own-rules"), view.rules.map(rule), empty: .say("own-rules-empty"), add: .go("own-rules-add", "own-rule-form"))
    }

    private static func sign(_ one: WarningSignView) -> SheetLine {
        let other: SignState = one.state == .following ? .resting : .following
        return SheetLine(
            one.id, .own(one.wording),
            [
                one.keySign ? SheetFact(.say("warning-sign-key-sign")) : nil,
                SheetFact("warning-sign-days-before", one.daysBefore),
                SheetFact("warning-sign-who-may-notice", one.whoMayNotice),
                SheetFact("warning-sign-how-to-check", one.howToCheck),
            ],
            opens: "sign-form/\(one.id)",
            acts: [
                .write(.word("warning-sign-state", other), done: "shell-changed") { try $0.setWarningSignState(id: one.id, state: other) }
            ]
        )
    }

    private static func rule(_ one: OwnRuleView) -> SheetLine {
        let other: RuleState = one.state == .on ? .off : .on
        return SheetLine(
            one.id, sentence(one), [SheetFact("own-rule-state", one.state)], opens: "own-rule-form/\(one.id)",
            acts: [.write(.word("own-rule-state", other), done: "shell-changed") { try $0.setOwnRuleState(id: one.id, state: other) }]
        )
    }

    /// The rule as one sentence of its kind.
    static func sentence(_ one: OwnRuleView) -> Said {
        let strong = one.level > 1 ? "-at-least" : ""
        let id =
            switch one.condition {
            case .there: "own-rule-there"
            case .atLeast: "own-rule-at-least"
            case .inARow: "own-rule-in-a-row\(strong)"
            case .ofLast: "own-rule-of-last\(strong)"
            }
        return .say(
            id,
            [
                "sign": .words(text: one.signWording), "action": .words(text: one.action), "level": .number(number: one.level),
                "count": .number(number: one.count), "out_of": .number(number: one.outOf),
            ])
    }

    private static let scales = [FormChoice("3", .say("signs-scale-words")), FormChoice("10", .say("signs-scale-numbers"))]

    static func signForm(_ id: WarningSignId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(record.signs().signs.first { $0.id == id }) }
            return FormPage(
                .say("warning-sign"), notes: [.say("shell-all-optional")],
                [
                    .words("wording", "warning-sign-wording", old?.wording ?? "", lines: 2),
                    .words("who_may_notice", "warning-sign-who-may-notice", old?.whoMayNotice ?? ""),
                    .words("days_before", "warning-sign-days-before", old?.daysBefore ?? ""),
                    .one("pattern", "warning-sign-pattern", old?.pattern),
                    .words("how_to_check", "warning-sign-how-to-check", old?.howToCheck ?? ""),
                    FormField("scale", .say("signs-how-rated"), .one(scales), "\(old?.scale ?? 3)"),
                    .yes("high_is_good", "warning-sign-high-is-good", old?.highIsGood ?? false),
                    .yes("key_sign", "warning-sign-key-sign", old?.keySign ?? false),
                    .yes("emergency", "warning-sign-emergency", old?.emergency ?? false),
                ],
                more: id.map { [.takeAway("warning_sign", $0)] } ?? []
            ) { record, filled in
                let new = NewWarningSign(
                    wording: filled["wording"], whoMayNotice: filled["who_may_notice"], scale: filled.number("scale") ?? 3,
                    keySign: filled.yes("key_sign"),
                    emergency: filled.yes("emergency"), daysBefore: filled["days_before"], pattern: filled.one("pattern"),
                    howToCheck: filled["how_to_check"], highIsGood: filled.yes("high_is_good"), listId: old?.listId ?? "")
                return try id.map { try record.editWarningSign(id: $0, edit: new) } ?? record.saveWarningSign(details: new)
            }
        }
    }

    static func ruleForm(_ id: OwnRuleId?) -> SheetPlace {
        .form { record in
            let view = try record.signs()
            let old = try id.map { id in try found(view.rules.first { $0.id == id }) }
            return FormPage(
                .say("own-rule"),
                [
                    .record(
                        "sign", "own-rule-sign", view.signs.map { FormChoice($0.id, .own($0.wording)) }, old?.sign ?? view.signs.first?.id),
                    .one("condition", "own-rule-condition", old?.condition ?? .there),
                    .scale("level", "own-rule-level", 1...(view.signs.map(\.scale).max() ?? 3), old?.level ?? 1),
                    .scale("count", "own-rule-count", 1...7, old?.count ?? 2),
                    .scale("out_of", "own-rule-out-of", 1...7, old?.outOf ?? 3),
                    .words("action", "own-rule-action", old?.action ?? "", lines: 2),
                ],
                more: id.map { [.takeAway("own_rule", $0)] } ?? []
            ) { record, filled in
                let new = NewOwnRule(
                    sign: filled["sign"], condition: filled.one("condition") ?? .there, level: filled.number("level") ?? 1,
                    count: filled.number("count") ?? 2, outOf: filled.number("out_of") ?? 2, action: filled["action"])
                return try id.map { try record.editOwnRule(id: $0, edit: new) } ?? record.saveOwnRule(details: new)
            }
        }
    }

    /// One rating for each sign that is followed; any of them may stay open.
    static let checkIn = SheetPlace.form { record in
        let followed = try record.signs().signs.filter { $0.state == .following }
        return FormPage(
            .say("check-in"), notes: [followed.isEmpty ? .say("check-in-no-signs") : .say("shell-all-optional")],
            followed.map(rating) + [.words("note", "check-in-note", lines: 2)],
            more: followed.isEmpty ? [.go("signs-add", "sign-form")] : [],
            // What comes first now is for the core to say: help, a rule, the plan.
            then: "today"
        ) { record, filled in
            let ratings = followed.compactMap { sign in filled.number("rating:\(sign.id)").map { SignRating(sign: sign.id, rating: $0) } }
            return try record.recordCheckIn(details: NewCheckIn(ratings: ratings, note: filled["note"]))
        }
    }

    /// In words where the scale is the short one.
    private static func rating(_ sign: WarningSignView) -> FormField {
        guard sign.scale == 3 else { return FormField("rating:\(sign.id)", .own(sign.wording), .scale(0...sign.scale)) }
        return FormField(
            "rating:\(sign.id)", .own(sign.wording), .one((0...3).map { FormChoice("\($0)", .say("warning-sign-rating-\($0)")) }))
    }

    /// What the comparison with the person's own usual says, in its own sentences; never more than they wrote themselves.
    static let usual = SheetPlace.lines(["check_in", "usual_event", "good_time", "notice_answer", "setting"]) { record in
        let view = try record.signs()
        guard let now = view.usual else {
            return SheetPage(.say("usual-title"), notes: [.say("usual-off")], main: .go("sheet-settings", "settings"))
        }
        var page = SheetPage(.say("usual-title"), notes: [state(now)])
        if let notice = view.notice {
            page.parts.append(SheetPart(.message(notice.message), [helpful(notice)]))
            page.main = .go("today-look-at-plan", "plan")
        }
        if now.askNewUsual { page.parts.append(SheetPart(nil, [newUsual])) }
        if view.suggestQuieter { page.notes.append(.say("usual-suggest-quieter")) }
        return page
    }

    private static func helpful(_ notice: Notice) -> SheetLine {
        SheetLine(
            "helpful", .say("usual-was-this-helpful"),
            acts: [.helpful, .notHelpful, .worriedMe].map { answer in
                .write(.word("notice-answer-answer", answer)) { try $0.recordNoticeAnswer(opened: notice.opened, answer: answer) }
            })
    }

    private static let newUsual = SheetLine(
        "usual", .say("usual-ask-new-usual"),
        acts: [.newUsualYes, .newUsualNo].map { event in
            .write(.word("usual-event-event", event)) { try $0.recordUsualEvent(event: event) }
        })

    private static func state(_ now: UsualNow) -> Said {
        switch now.state {
        case .learning(let daysLeft, _) where daysLeft > 0: .say("usual-learning-days", ["count": .number(number: daysLeft)])
        case .learning(_, let ratingsLeft) where ratingsLeft > 0:
            .say("usual-learning-ratings", ["count": .number(number: Int64(ratingsLeft))])
        case .learning: .say("usual-state-learning")
        case .notEnoughRatings: .say("usual-state-not-enough-ratings")
        case .higherThanUsual: .say(now.forNow ? "usual-state-higher-than-usual-for-now" : "usual-state-higher-than-usual")
        case .aboutUsual: .say(now.forNow ? "usual-state-about-usual-for-now" : "usual-state-about-usual")
        }
    }
}
