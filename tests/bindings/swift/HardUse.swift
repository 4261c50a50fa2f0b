import Foundation

// Calls from many threads, a phone that goes to sleep in between, every script, days at the edge of the earth, and a file that was
// damaged. The same scenarios stand in Python and Kotlin.

/// A clock that is taken from zone to zone.
private final class Traveller: HandClock, @unchecked Sendable {
    private var zone = "UTC"
    private var offsetMin: Int32 = 0

    func go(_ at: String, _ zone: String, _ offsetMin: Int32) {
        set(at)
        (self.zone, self.offsetMin) = (zone, offsetMin)
    }

    override func now() throws -> Moment {
        Moment(instantMs: try super.now().instantMs, zone: zone, offsetMin: offsetMin)
    }
}

/// What several threads put together.
private final class Pile: @unchecked Sendable {
    // Only touched with the lock held.
    private let lock = NSLock()
    private var items: [String] = []

    func add(_ item: String) {
        lock.withLock { items.append(item) }
    }

    var all: [String] {
        lock.withLock { items }
    }
}

/// Runs `work` on so many threads of its own; ends what it gives when all have ended.
private func threads(_ count: Int, _ work: @escaping @Sendable () -> Void) -> DispatchGroup {
    let group = DispatchGroup()
    for _ in 0..<count {
        group.enter()
        Thread {
            work()
            group.leave()
        }.start()
    }
    return group
}

private func strategy(_ phone: Handrail) throws -> String {
    try phone.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk")).idOf("coping_strategy")
}

/// Every try there is, the newest first, page by page.
private func tries(_ phone: Handrail) throws -> [CopingEntryView] {
    var all: [CopingEntryView] = []
    var page = try phone.coping().recent
    while let last = page.last {
        all += page
        page = try phone.copingBefore(entry: last.id)
    }
    return all
}

func manyThreads() throws {
    let phone = Phone()
    let handrail = try phone.open()
    let walk = try strategy(handrail)
    let made = Pile()
    let running = threads(6) {
        for _ in 0..<20 {
            let details = NewCopingEntry(strategy: walk, before: 7)
            made.add((try? handrail.recordCoping(details: details).idOf("coping_entry")) ?? "refused")
        }
    }
    while running.wait(timeout: .now()) == .timedOut {
        try holds(handrail.coping().recent.count <= 50, "a page")
    }
    // A list that is longer than a page: each try once, and none is missing.
    let found = try tries(handrail).map(\.id)
    try equal(found.count, 120)
    try equal(found.sorted(), made.all.sorted())
}

func asleepMeanwhile() throws {
    let phone = Phone()
    let handrail = try phone.open()
    let walk = try strategy(handrail)
    let (done, ends) = (Pile(), Pile())
    let running = threads(4) {
        do {
            while true {
                done.add(try handrail.recordCoping(details: NewCopingEntry(strategy: walk)).idOf("coping_entry"))
            }
        } catch {
            ends.add("\(error)")
        }
    }
    while done.all.count < 12 && ends.all.isEmpty {
        _ = try handrail.coping()
    }
    try handrail.suspend()
    running.wait()
    try equal(ends.all, Array(repeating: "\(HandrailError.Closed)", count: 4))
    // What a call said it wrote is there, and nothing else.
    try handrail.resume()
    try equal(tries(handrail).map(\.id).sorted(), done.all.sorted())
}

func everyScript() throws {
    let (phone, elsewhere) = (Phone(), Phone())
    let handrail = try phone.open()
    let names = [
        "Café", "Cafe\u{301}", "المشي في الحديقة", "散歩する", "👩‍👩‍👧 Tea 🌱", "\u{202b}عمّان\u{202c}", "𝒜 quiet room",
        String(repeating: "🌱", count: 280),
    ]
    for name in names {
        _ = try handrail.saveCopingStrategy(details: NewCopingStrategy(name: name))
    }
    try refuses(.Invalid(field: "name", reason: .tooLong(limit: 280))) {
        try handrail.saveCopingStrategy(details: NewCopingStrategy(name: String(repeating: "🌱", count: 281)))
    }
    // By their bytes: to Swift's own `==` the two cafés are one.
    let bytes = { (names: [String]) in names.map { Array($0.utf8) } }
    let shown = try handrail.coping().strategies.map(\.name)
    try equal(Set(bytes(shown)), Set(bytes(names)))
    try equal(shown.count, names.count)
    // Out and in again, letter by letter.
    let path = try phone.place("archive.json")
    try handrail.exportAll(path: path)
    let other = try elsewhere.openNow()
    _ = try other.importArchive(path: path)
    try equal(bytes(other.coping().strategies.map(\.name)), bytes(shown))
    try phone.leave(handrail, "every_script")
}

func daysAndZones() throws {
    let phone = Phone()
    let clock = Traveller("2026-11-21T12:00")
    clock.go("2026-11-21T12:00", "Europe/London", 0)
    let handrail = try phone.open(clock: clock)
    let walk = try strategy(handrail)
    // A day ends at three in the morning, wherever the person is, also in a zone that nobody knows.
    let stops: [(String, String, Int32, String)] = [
        ("2026-11-21T12:00", "Europe/London", 0, "2026-11-21"),
        ("2026-11-21T21:15", "Asia/Kolkata", 330, "2026-11-21"),
        ("2026-11-21T21:45", "Asia/Kolkata", 330, "2026-11-22"),
        ("2026-11-22T13:30", "Pacific/Kiritimati", 840, "2026-11-23"),
        ("2026-11-23T13:30", "Pacific/Pago_Pago", -660, "2026-11-22"),
        ("2026-11-23T18:00", "Nowhere/At_All", -570, "2026-11-23"),
    ]
    for (at, zone, offset, day) in stops {
        clock.go(at, zone, offset)
        let entry = try handrail.recordCoping(details: NewCopingEntry(strategy: walk)).idOf("coping_entry")
        try equal(tries(handrail).first { $0.id == entry }?.day, day)
    }
    try phone.leave(handrail, "days_and_zones")
}

func typedAndNotSaved() throws {
    let phone = Phone()
    let place = "coping-form"
    let words = "  Go to the river 👩‍👩‍👧\nمع أختي "
    let folder = try phone.makeFolder()
    // The object goes with the end of what it is given to, as with an app that is gone in the middle: nothing is closed.
    func start(_ work: (Handrail) throws -> Void) throws {
        let config = Config(folder: folder)
        try work(Handrail.open(config: config, keyProvider: Keys(), clock: phone.clock, log: phone.log))
    }
    func typed(_ handrail: Handrail) throws -> [[String]] {
        try handrail.draft(place: place).fields.map { [$0.field, $0.text] }
    }

    try start { handrail in
        _ = try handrail.saveDraft(place: place, field: "name", text: "Go to")
        try equal(handrail.saveDraft(place: place, field: "name", text: words).records, [])
        _ = try handrail.saveDraft(place: place, field: "how", text: "by bus")
    }
    try start { handrail in
        try equal(typed(handrail), [["how", "by bus"], ["name", words]])
        try equal(handrail.draft(place: place).keptDay, "2026-11-21")
        try holds(!phone.exported(handrail).contains("by bus"), "nobody has said it yet")
        try refuses(.Invalid(field: "place", reason: .malformed)) { try handrail.draft(place: "my plan") }
        try refuses(.Invalid(field: "text", reason: .tooLong(limit: 16000))) {
            let long = String(repeating: "🌱", count: 16001)
            return try handrail.saveDraft(place: place, field: "name", text: long)
        }
        // Emptied by the person; then saved.
        _ = try handrail.saveDraft(place: place, field: "how", text: "")
        try equal(typed(handrail), [["how", ""], ["name", words]])
        _ = try handrail.saveCopingStrategy(details: NewCopingStrategy(name: words))
        _ = try handrail.dropDraft(place: place)
    }
    try start { handrail in
        try equal(handrail.draft(place: place), Draft(fields: [], keptDay: nil))
        // And where nobody came back to it for a month.
        _ = try handrail.saveDraft(place: place, field: "name", text: "Music")
        try handrail.suspend()
        phone.clock.set("2026-12-23T12:00")
        try handrail.resume()
        try equal(typed(handrail), [])
        try handrail.closeStore()
    }
}

func damagedStore() throws {
    let phone = Phone()
    let folder = try phone.makeFolder()
    let first = try phone.open()
    let walk = try strategy(first)
    let long = String(repeating: "On the bus ", count: 300)
    for _ in 0..<60 {
        _ = try first.recordCoping(details: NewCopingEntry(strategy: walk, situation: long))
    }
    try first.closeStore()
    let path = URL(fileURLWithPath: "\(folder)/handrail.db")
    var damaged = try Data(contentsOf: path)
    // The last twenty pages: some of the tries, and of the log of changes.
    damaged.replaceSubrange(damaged.count - 20 * 4096..<damaged.count, with: Data(repeating: 0x5a, count: 20 * 4096))
    try damaged.write(to: path)

    // Found at once, or by the first call that meets it; the next one finds what could be saved.
    let handrail = try phone.open()
    for _ in 0..<3 {
        do {
            _ = try phone.exported(handrail)
            break
        } catch HandrailError.Damaged {
            continue
        }
    }
    guard let saved = try handrail.salvage() else { throw Wrong("nothing was saved") }
    try holds(saved.rows > 0, "rows")
    let kept = try Data(contentsOf: URL(fileURLWithPath: "\(saved.keptIn)/handrail.db"))
    try holds(kept == damaged, "what was damaged is kept")
    let before = try tries(handrail).count
    try holds((31...60).contains(before), "\(before) tries")
    let music = try handrail.saveCopingStrategy(details: NewCopingStrategy(name: "Music")).idOf("coping_strategy")
    _ = try handrail.recordCoping(details: NewCopingEntry(strategy: music))
    try handrail.closeStore()
    let again = try phone.open()
    try equal(again.salvage(), nil)
    try equal(tries(again).count, before + 1)
}
