import handrail

/// Areas of my life, one at a time. There is no mark, and any can be left out.
enum AreaPages {
    static let all = SheetPlace.lines(["life_area", "life_area_rating"]) { record in
        let view = try record.lifeAreas()
        return SheetPage(
            .say("sheet-life-areas"), notes: [.say("shell-all-optional")],
            parts: [
                SheetPart(
                    nil,
                    view.areas.map { area in
                        let newest = area.newest
                        let key = key(area.area)
                        return SheetLine(
                            key, name(area),
                            [
                                newest?.rating.flatMap { step($0, view.steps) }.map { SheetFact($0) },
                                newest?.wishToChange.map { SheetFact(.word("life-area-rating-wish-to-change", $0)) },
                                SheetFact.some(newest?.note ?? ""),
                            ],
                            opens: "life-areas/\(key)")
                    })
            ],
            main: .go("life-area", "life-areas/own"), more: [.print(.lifeAreas)])
    }

    private static func key(_ area: LifeArea) -> String {
        switch area {
        case .listed(let id): id
        case .own(let id): "\(id)/own"
        }
    }

    private static func name(_ area: LifeAreaView) -> Said {
        area.name.text.isEmpty ? .say("life-area-listed-other") : .own(area.name.text)
    }

    /// A rating in the words of the scale. One that was given on a longer scale is on none.
    private static func step(_ rating: Int64, _ steps: [PackText]) -> Said? {
        steps.indices.contains(Int(rating)) ? .own(steps[Int(rating)].text) : nil
    }

    static func rate(_ id: String, own: Bool) -> SheetPlace {
        .form { record in
            let view = try record.lifeAreas()
            let area: LifeArea = own ? .own(id: id) : .listed(id: id)
            let about = try found(view.areas.first { $0.area == area })
            // A sitting that was begun goes on; a rating of that sitting is not made twice.
            let sitting = view.`open`?.sitting
            return FormPage(
                name(about), notes: [.say("shell-all-optional")],
                [
                    FormField(
                        "rating", .say("life-area-rating-rating"),
                        .one(view.steps.enumerated().map { FormChoice(String($0), .own($1.text)) })),
                    .one("wish_to_change", "life-area-rating-wish-to-change", WishToChange?.none),
                    .words("note", "life-area-rating-note", lines: 2),
                ]
            ) { record, filled in
                try record.rateLifeAreas(
                    sitting: sitting,
                    ratings: [
                        NewLifeAreaRating(
                            area: area, rating: filled.number("rating"), wishToChange: filled.one("wish_to_change"), note: filled["note"])
                    ])
            }
        }
    }

    static let own = SheetPlace.form { _ in
        FormPage(.say("life-area"), [.words("name", "life-area-name")]) { record, filled in try record.addLifeArea(name: filled["name"]) }
    }
}

extension WishToChange: Listed {
    public static var all: [Self] { [.yes, .notNow] }
}
