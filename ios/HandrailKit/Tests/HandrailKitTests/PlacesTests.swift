import Foundation
import handrail

@testable import HandrailKit

/// Every place of both systems: its name, its page, and every way that leads from one to another.
@MainActor let placesTests: [(String, @MainActor () async throws -> Void)] = [
    ("both_systems_have_the_same_places", samePlaces),
    ("every_place_has_its_view", everyPlaceHasItsView),
    ("every_place_opens_on_an_empty_record", { try await walked(filled: false) }),
    ("every_place_opens_on_a_filled_record", { try await walked(filled: true) }),
]

private func lines(_ variable: String, _ else_: String) throws -> [String] {
    let path = ProcessInfo.processInfo.environment[variable] ?? else_
    return try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8).components(separatedBy: "\n")
}

/// Places that one of the two alone has, and why.
private let onlyHere: [Place.Name: String] = [
    .keyLost: "there is no record then, and so no way through the app: Android draws it around the shell",
    .lock: "the choices about it stand on it; Android has them among the settings, and draws the lock around the shell",
]

@MainActor private func samePlaces() async throws {
    // `    "goal" to { (id) -> GoalPlace(id) },`
    let there = try lines("HANDRAIL_PLACES", "../../../android/ui/src/main/kotlin/org/handrail/ui/shell/Places.kt").compactMap { line in
        line.hasPrefix("    \"") && line.contains("\" to {") ? line.components(separatedBy: "\"")[1] : nil
    }
    try holds(there.count > 90, "\(there.count) places are read")
    let here = Place.Name.allCases.filter { onlyHere[$0] == nil }.map(\.rawValue)
    try same(Set(there).subtracting(here), [])
    try same(Set(here).subtracting(there), [])
}

/// Those with a model of their own.
private func withOwnView() throws -> Set<String> {
    let cases = try lines("HANDRAIL_PLACE_VIEW", "../../App/Views/Sheets/PlaceView.swift").filter { $0.contains("case \"") }
    return Set(cases.map { $0.components(separatedBy: "\"")[1] })
}

@MainActor private func everyPlaceHasItsView() async throws {
    let own = try withOwnView()
    for name in Place.Name.allCases where name != .keyLost {
        let sheet = SHEETS[name.rawValue] != nil || HOME_SHEETS[name.rawValue] != nil
        try holds(sheet != own.contains(name.rawValue), "\(name.rawValue) is drawn once")
    }
    for name in Set(SHEETS.keys).union(HOME_SHEETS.keys).union(own) { try holds(Place(key: name) != nil, "no place is called \(name)") }
}

/// Where nobody comes who follows the lines and buttons of this record alone, and what it takes.
private let waits: [Place.Name: String] = [
    .keyLost: "a lost key", .firstRun: "the first start", .introductions: "a colleague who is introduced",
    .readerWords: "a colleague who was introduced", .helpedPath: "a practitioner", .secondPhone: "a backup that is on",
    .erase: "the screen before it, which has a model of its own",
]

/// Goes every way that there is from the first screen, and reads every page and form in three languages.
@MainActor private func walked(filled: Bool) async throws {
    let ana = try await PhoneFrame()
    if filled { try await Ana.live(ana.record) }
    let tongues = [("en", "GB"), ("es", "ES"), ("ar", "EG")]
    let strings = try tongues.map { Strings(try Catalogue($0.0, country: $0.1), today: "2026-11-21") }
    let own = try withOwnView()
    var (seen, ways): (Set<String>, [String]) = ([], ["today", "introductions"])
    while let key = ways.popLast() {
        guard seen.insert(key).inserted else { continue }
        let place = try there(Place(key: key), "no place of \(key)")
        guard let sheet = SheetPlace.of(place.name.rawValue, place.ids) else {
            try holds(own.contains(place.name.rawValue), "\(key) leads nowhere")
            continue
        }
        let told = ana.told.count
        let said: Opened
        switch sheet {
        case .lines: said = Opened(try there(await ana.page(key).page, "\(key): \(ana.told)"))
        case .form: said = Opened(try there(await ana.form(key).page, "\(key): \(ana.told)"))
        }
        try same(ana.told.count, told)
        ways += said.ways
        for strings in strings { try said.sound(key, strings) }
    }
    let names = Set(seen.compactMap { Place(key: $0)?.name })
    // Each place is reached by tapping, where there is something in the record.
    if filled { try same(Place.Name.allCases.filter { !names.contains($0) && waits[$0] == nil }, []) }
    try holds(names.count > (filled ? 85 : 60), "\(names.count) places")
}

/// All that a page or a form says, and where its buttons lead.
private struct Opened {
    let title: Said
    var said: [Said] = []
    /// What can be tapped or filled in, each with its name.
    var controls: [Said] = []
    var ways: [String] = []
    /// Names that are to be told apart.
    var ids: [[String]] = []

    init(_ page: SheetPage) {
        title = page.title
        said = page.notes
        add(page.parts)
        for act in page.more + (page.main.map { [$0] } ?? []) { add(act) }
        if let silent = page.silent { add([silent]) }
    }

    init(_ page: FormPage) {
        title = page.title
        said = page.notes
        ids.append(page.fields.map(\.name))
        controls = [page.button] + (page.again.map { [$0] } ?? [])
        for field in page.fields {
            if case .heading = field.kind { said.append(field.label) } else { controls.append(field.label) }
            if let hint = field.hint { said.append(hint) }
            switch field.kind {
            case .one(let choices), .some(let choices):
                controls += choices.map(\.says)
                ids.append(choices.map(\.id))
            case .folded(let says): said += says
            default: break
            }
        }
        add(page.below)
        page.more.forEach { add($0) }
    }

    private mutating func add(_ parts: [SheetPart]) {
        for part in parts {
            ids.append(part.lines.map(\.id))
            said += [part.heading, part.empty].compactMap { $0 }
            if let folded = part.folded { controls.append(folded) }
            if let add = part.add { self.add(add) }
            for line in part.lines {
                if line.opens == nil { said.append(line.title) } else { controls.append(line.title) }
                said += line.facts.flatMap { [$0.label, $0.says].compactMap { $0 } }
                if let opens = line.opens { ways.append(opens) }
                line.acts.forEach { add($0) }
                if case .choose(let choices, _, _) = line.control { controls += choices.map(\.says) }
            }
        }
    }

    private mutating func add(_ act: SheetAct) {
        controls.append(act.says)
        switch act.does {
        case .go(let place), .instead(let place), .allow(let place): ways.append(place)
        default: break
        }
    }

    /// One title, a name on each control, no text that is not there, no variable left open, and nothing twice under one name.
    @MainActor func sound(_ key: String, _ strings: Strings) throws {
        for words in [title] + controls {
            try holds(!strings.say(words).trimmingCharacters(in: .whitespacesAndNewlines).isEmpty, "\(key): no name in \(words)")
        }
        for words in [title] + controls + said {
            let text = strings.say(words)
            try holds(!text.contains("\u{27e8}") && !text.contains("{$"), "\(key): \(text) in \(strings.language)")
        }
        for names in ids { try same(Set(names).count, names.count, of: "\(key): \(names)") }
    }
}
