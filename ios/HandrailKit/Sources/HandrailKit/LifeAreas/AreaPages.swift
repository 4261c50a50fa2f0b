import handrail

/// Areas of my life, one at a time. There is no mark, and any can be left out.
enum AreaPages {
    private static let concepts = ["life_area", "life_area_rating", "enrolment"]

    static let all = SheetPlace.lines(concepts) { record in
        let view = try record.lifeAreas()
        let goesOn = view.`open`.map { !$0.left.isEmpty } ?? false
        return SheetPage(
            .say("sheet-life-areas"), notes: [.say("life-areas-what")],
            parts: [SheetPart(nil, view.areas.map { line($0, view.steps) }, add: .go("life-area-add", "life-areas/own"))],
            main: .go(goesOn ? "life-areas-go-on" : "life-areas-look", "life-areas/rate"), more: [.print(.lifeAreas)])
    }

    static let own = SheetPlace.form { _ in
        FormPage(.say("life-area"), [.words("name", "life-area-name")]) { record, filled in try record.addLifeArea(name: filled["name"]) }
    }

    private static func line(_ area: LifeAreaView, _ steps: [PackText]) -> SheetLine {
        let newest = area.newest
        // What is wished otherwise can become a goal at once.
        let goal = newest.flatMap { $0.wishToChange == .yes && $0.goal == nil ? $0.id : nil }
        return SheetLine(
            key(area.area), name(area.name), newest.map { said($0, steps) } ?? [], opens: "life-areas/\(key(area.area))",
            acts: goal.map { [.go("life-area-make-a-goal", "goal-form/new/\($0)")] } ?? [])
    }

    private static func said(_ rating: LifeAreaRatingView, _ steps: [PackText]) -> [SheetFact?] {
        [
            rating.rating.flatMap { step($0, steps) }.map { SheetFact($0) },
            SheetFact("life-area-rating-wish-to-change", rating.wishToChange), SheetFact.some(rating.note),
        ]
    }

    private static func key(_ area: LifeArea) -> String {
        switch area {
        case .listed(let id): "listed/\(id)"
        case .own(let id): "own/\(id)"
        }
    }

    private static func name(_ name: PackText) -> Said {
        name.text.isEmpty ? .say("life-area-listed-other") : .own(name.text)
    }

    /// A rating in the words of the scale. One that was given on a longer scale is on none.
    private static func step(_ rating: Int64, _ steps: [PackText]) -> Said? {
        steps.indices.contains(Int(rating)) ? .own(steps[Int(rating)].text) : nil
    }

    /// The areas one by one; what was looked at stays when the person stops, and the rest waits.
    static let rate = SheetPlace.form { record in
        let view = try record.lifeAreas()
        // A sitting that was begun goes on where it was left; when it is through, there is none.
        let left = view.`open`?.left ?? []
        guard let about = view.areas.first(where: { $0.area == left.first }) ?? (view.`open` == nil ? view.areas.first : nil) else {
            return FormPage(.say("sheet-life-areas"), notes: [.say("life-areas-all-seen")], [], button: .say("shell-done"), done: nil) {
                _, _ in Changes(records: [])
            }
        }
        let (area, sitting) = (about.area, view.`open`?.sitting)
        let (then, done): (After, String?) = left.count == 1 ? (.back, "life-areas-all-seen") : (.stay, nil)
        // Of this area alone: the place goes through all of them.
        let of = key(area)
        let steps = view.steps.enumerated().map { FormChoice(String($0), .own($1.text)) }
        return FormPage(
            name(about.name), notes: [.say("shell-all-optional")],
            [
                FormField("rating:\(of)", .say("life-area-rating-rating"), .one(steps)),
                .one("wish:\(of)", "life-area-rating-wish-to-change", WishToChange?.none),
                .words("note:\(of)", "life-area-rating-note", lines: 2),
            ], button: .say("shell-next"),
            more: [
                .write(.say("shell-skip"), done: done, then: then) {
                    try $0.rateLifeAreas(sitting: sitting, ratings: [NewLifeAreaRating(area: area)])
                }
            ],
            then: then, done: done
        ) { record, filled in
            let rating = NewLifeAreaRating(
                area: area, rating: filled.number("rating:\(of)"), wishToChange: filled.one("wish:\(of)"), note: filled["note:\(of)"])
            return try record.rateLifeAreas(sitting: sitting, ratings: [rating])
        }
    }

    /// What I said of one area over time.
    static func history(_ area: LifeArea) -> SheetPlace {
        .lines(concepts) { record in
            let view = try record.lifeAreaHistory(area: area, before: nil)
            let own: RecordId? = if case .own(let id) = area { id } else { nil }
            return SheetPage(
                name(view.name),
                parts: [
                    SheetPart(
                        nil, view.ratings.map { rating($0, view.steps) }, empty: .say("shell-nothing-here"),
                        before: { try $0.lifeAreaHistory(area: area, before: $1).ratings.map { rating($0, view.steps) } })
                ], more: own.map { [.takeAway("life_area", $0, then: .back)] } ?? [])
        }
    }

    private static func rating(_ one: LifeAreaRatingView, _ steps: [PackText]) -> SheetLine {
        let said = said(one, steps).compactMap { $0 }
        return SheetLine(
            one.id, .day(one.day), said.isEmpty ? [SheetFact(.say("life-area-skipped"))] : said,
            acts: one.goal.map { [.go("life-area-rating-goal", "goal/\($0)")] } ?? [])
    }
}

extension WishToChange: Listed {
    public static var all: [Self] { [.yes, .notNow] }
}
