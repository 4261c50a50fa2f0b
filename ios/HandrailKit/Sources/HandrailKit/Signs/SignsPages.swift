import handrail

/// Early warning signs in the person's words, with their last days; the person's own rules; and the check-ins so far.
enum SignsPages {
    private static let concepts = ["warning_sign", "own_rule", "check_in"]

    static let signs = SheetPlace.lines(concepts) { record in
        let view = try record.signs()
        let days = view.signs.contains { $0.lastDays.contains { $0 != nil } }
        var page = SheetPage(
            .say("sheet-signs"), notes: days ? [.say("signs-last-days-here")] : [],
            parts: [
                SheetPart(
                    nil, view.signs.flatMap(sign), empty: .say("signs-empty"),
                    add: view.signs.isEmpty ? nil : .go("signs-add", "sign-form"))
            ],
            main: view.signs.isEmpty ? .go("signs-add", "sign-form") : .go("today-check-in-do", "check-in"),
            more: [.go("usual-title", "usual"), .print(.signs)])
        if !view.signs.isEmpty {
            page.parts.append(
                SheetPart(
                    .say("own-rules"), view.rules.map { rule($0, view) }, empty: .say("own-rules-empty"),
                    add: .go("own-rules-add", "own-rule-form")))
        }
        if !view.recent.isEmpty { page.more.insert(.go("check-in-earlier", "check-ins"), at: 1) }
        return page
    }

    private static func sign(_ one: WarningSignView) -> [SheetLine] {
        let line = SheetLine(
            one.id, .own(one.wording),
            [
                one.keySign ? SheetFact(.say("warning-sign-key-sign")) : nil,
                one.emergency ? SheetFact(.say("warning-sign-emergency")) : nil,
                one.state == .resting ? SheetFact(.word("warning-sign-state", one.state)) : nil,
            ], opens: "sign-form/\(one.id)")
        guard one.lastDays.contains(where: { $0 != nil }) else { return [line] }
        let columns = Columns(one.lastDays.map { $0.map(Double.init) }, most: Double(one.scale))
        let says = Said.say("signs-last-days", ["sign": .words(text: one.wording)])
        return [line, SheetLine("days/\(one.id)", says, [], .columns(columns))]
    }

    private static func rule(_ one: OwnRuleView, _ view: SignsView) -> SheetLine {
        let sign = view.signs.first { $0.id == one.sign }
        let says = SignForms.sentence(one.signWording, sign, one.condition, one.level, one.count, one.outOf, one.action)
        return SheetLine(
            one.id, says, [one.state == .off ? SheetFact(.word("own-rule-state", one.state)) : nil], opens: "own-rule-form/\(one.id)")
    }

    /// Newest first; each can be changed.
    static let checkIns = SheetPlace.lines(concepts) { record in
        let view = try record.signs()
        let signs = Dictionary(view.signs.map { ($0.id, $0) }) { $1 }
        let line: @Sendable (CheckInView) -> SheetLine = { one in
            let ratings = one.ratings.compactMap { given in
                signs[given.sign].map { SheetFact(label: .own($0.wording), SignForms.rating($0, given.rating)) }
            }
            return SheetLine(one.id, .day(one.day), ratings + [SheetFact.some(one.note)], opens: "check-in/\(one.id)")
        }
        return SheetPage(
            .say("check-in-earlier"),
            parts: [
                SheetPart(
                    nil, view.recent.map(line), empty: .say("shell-nothing-here"), before: { try $0.checkInsBefore(checkIn: $1).map(line) })
            ])
    }
}
