import handrail

/// What is written about a sign and a rule, and how the signs are rated.
enum SignForms {
    /// The scale from 0 to 3 has words; the one from 0 to 10 has numbers.
    static let short: Int64 = 3

    /// A rating in words where its scale has them.
    static func rating(_ sign: WarningSignView, _ rating: Int64) -> Said {
        sign.scale == short ? .say("warning-sign-rating-\(rating)") : .amount(Double(rating))
    }

    private static let scales = [FormChoice("3", .say("signs-scale-words")), FormChoice("10", .say("signs-scale-numbers"))]

    /// One field is enough.
    static func sign(_ id: WarningSignId?) -> SheetPlace {
        .form { record in
            let signs = try record.signs().signs
            let old = try id.map { id in try found(signs.first { $0.id == id }) }
            var fields: [FormField] = [
                .words("wording", "warning-sign-wording", old?.wording ?? "", lines: 2).hint("signs-example"),
                FormField("scale", .say("signs-how-rated"), .one(scales), "\(old?.scale ?? short)"),
            ]
            if let old {
                fields.append(
                    .yes("state", "warning-sign-state-following", old.state == .following).atOnce {
                        try $0.setWarningSignState(id: old.id, state: $1 == "yes" ? .following : .resting)
                    })
            }
            let rest: [FormField] = [
                .yes("emergency", "warning-sign-emergency", old?.emergency ?? false).behind,
                .yes("key_sign", "warning-sign-key-sign", old?.keySign ?? false).behind,
                .yes("high_is_good", "warning-sign-high-is-good", old?.highIsGood ?? false).behind,
                .words("who_may_notice", "warning-sign-who-may-notice", old?.whoMayNotice ?? "").behind,
                .words("days_before", "warning-sign-days-before", old?.daysBefore ?? "").behind,
                .words("how_to_check", "warning-sign-how-to-check", old?.howToCheck ?? "", lines: 2).behind,
                .one("pattern", "warning-sign-pattern", old?.pattern).behind,
            ]
            return FormPage(
                .say("warning-sign"), notes: [.say("shell-all-optional")], fields + rest,
                standing: id.map { Standing("warning_sign", $0, among: signs.map(\.id)) { try $0.moveWarningSign(id: $1, place: $2) } }
            ) { record, filled in
                let new = NewWarningSign(
                    wording: filled["wording"], whoMayNotice: filled["who_may_notice"], scale: filled.number("scale") ?? short,
                    keySign: filled.yes("key_sign"), emergency: filled.yes("emergency"), daysBefore: filled["days_before"],
                    pattern: filled.one("pattern"), howToCheck: filled["how_to_check"], highIsGood: filled.yes("high_is_good"),
                    listId: old?.listId ?? "")
                return try id.map { try record.editWarningSign(id: $0, edit: new) } ?? record.saveWarningSign(details: new)
            }
        }
    }

    /// The rule as one sentence of its kind. A rule over several check-ins says another sentence where it begins at a higher rating.
    static func sentence(
        _ wording: String, _ sign: WarningSignView?, _ condition: RuleCondition, _ level: Int64, _ count: Int64, _ outOf: Int64,
        _ action: String
    ) -> Said {
        let several = condition == .inARow || condition == .ofLast
        return .say(
            "own-rule-\(condition.word)\(several && level > 1 ? "-at-least" : "")",
            [
                "sign": .words(text: wording), "action": .words(text: action), "level": .number(number: level),
                "count": .number(number: count), "out_of": .number(number: outOf),
            ])
    }

    /// A rule over more check-ins than a week of them is nothing to keep in mind.
    private static let most: Int64 = 7

    /// Says the rule back as one sentence while it is made.
    static func rule(_ id: OwnRuleId?) -> SheetPlace {
        .form { record in
            let view = try record.signs()
            let old = try id.map { id in try found(view.rules.first { $0.id == id }) }
            let details: @Sendable (Filled) -> NewOwnRule = { filled in
                let count = filled.number("count") ?? 2
                return NewOwnRule(
                    sign: filled["sign"], condition: filled.one("condition") ?? .there, level: filled.number("level") ?? 1, count: count,
                    outOf: filled.number("out_of") ?? count, action: filled["action"])
            }
            // With one sign there is nothing to choose.
            let sign = old?.sign ?? (view.signs.count == 1 ? view.signs.first?.id : nil)
            var fields: [FormField] = [
                .record("sign", "own-rule-sign", view.signs.map { FormChoice($0.id, .own($0.wording)) }, sign),
                .one("condition", "own-rule-condition", old?.condition ?? .there),
            ]
            fields += levels(view, old)
            fields += [
                .scale("count", "own-rule-count", 1...most, old?.count ?? 2).asked { ["in-a-row", "of-last"].contains($0["condition"]) },
                .scale("out_of", "own-rule-out-of", 1...most, old?.outOf ?? 3).asked { $0["condition"] == "of-last" },
                .words("action", "own-rule-action", old?.action ?? "", lines: 2),
            ]
            if let old {
                fields.append(
                    .yes("state", "own-rule-state", old.state == .on).atOnce {
                        try $0.setOwnRuleState(id: old.id, state: $1 == "yes" ? .on : .off)
                    })
            }
            return FormPage(
                .say("own-rule"), fields, standing: id.map { Standing("own_rule", $0) },
                says: { filled in
                    let new = details(filled)
                    guard let sign = view.signs.first(where: { $0.id == new.sign }), !new.action.isEmpty else { return [] }
                    return [sentence(sign.wording, sign, new.condition, new.level, new.count, new.outOf, new.action)]
                }
            ) { record, filled in
                let new = details(filled)
                if new.sign.isEmpty { throw HandrailError.Invalid(field: "sign", reason: .empty) }
                return try id.map { try record.editOwnRule(id: $0, edit: new) } ?? record.saveOwnRule(details: new)
            }
        }
    }

    /// How strong it must be, in the words or numbers of each sign's own scale; asked of the sign that is chosen.
    private static func levels(_ view: SignsView, _ old: OwnRuleView?) -> [FormField] {
        Set(view.signs.map(\.scale)).sorted().map { scale in
            let signs = Set(view.signs.filter { $0.scale == scale }.map(\.id))
            let kind: FormField.Kind =
                scale == short ? .one((1...short).map { FormChoice("\($0)", .say("warning-sign-rating-\($0)")) }) : .scale(1...scale)
            let name = signs.contains(old?.sign ?? "") || Set(view.signs.map(\.scale)).count == 1 ? "level" : "level:\(scale)"
            return FormField(name, .say("own-rule-level"), kind, "\(old?.level ?? 1)").asked {
                signs.contains($0["sign"]) && !["", "there"].contains($0["condition"])
            }
        }
    }

    /// One rating for each sign that is followed; any of them may stay open. With an id, an earlier one to change.
    static func checkIn(_ id: CheckInId?) -> SheetPlace {
        .form { record in
            let view = try record.signs()
            let old = try id.map { id in try found(older(record, view, id)) }
            let given = Dictionary(old?.ratings.map { ($0.sign, $0.rating) } ?? []) { $1 }
            let asked = view.signs.filter { $0.state == .following || given[$0.id] != nil }
            var notes: [Said] = [old.map { .day($0.day) } ?? .say(view.checkedInToday ? "check-in-again" : "shell-all-optional")]
            if asked.isEmpty { notes.append(.say("check-in-no-signs")) }
            return FormPage(
                .say("check-in"), notes: notes,
                asked.map { rated($0, given[$0.id]) } + [.words("note", "check-in-note", old?.note ?? "", lines: 2)],
                standing: id.map { Standing("check_in", $0) },
                more: (asked.isEmpty ? [.go("signs-add", "sign-form")] : [])
                    + (id == nil && !view.recent.isEmpty ? [.go("check-in-earlier", "check-ins")] : []),
                // Whether help comes first after this is the core's to say, at once.
                then: .asking { if case .helpNow = try $0.today().now { "help-now" } else { nil } }
            ) { record, filled in
                let ratings = asked.compactMap { sign in filled.number("rating:\(sign.id)").map { SignRating(sign: sign.id, rating: $0) } }
                let new = NewCheckIn(ratings: ratings, note: filled["note"])
                return try id.map { try record.editCheckIn(id: $0, edit: new) } ?? record.recordCheckIn(details: new)
            }
        }
    }

    private static func older(_ record: Handrail, _ view: SignsView, _ id: CheckInId) throws -> CheckInView? {
        try search(view.recent, id, \.id) { try record.checkInsBefore(checkIn: $0) }
    }

    /// In words where the scale is the short one.
    private static func rated(_ sign: WarningSignView, _ given: Int64?) -> FormField {
        let kind: FormField.Kind =
            sign.scale == short
            ? .one((0...short).map { FormChoice("\($0)", .say("warning-sign-rating-\($0)")) }) : .scale(0...sign.scale)
        return FormField("rating:\(sign.id)", .own(sign.wording), kind, given.map(String.init) ?? "")
    }
}
