import Foundation
import handrailFFI

// What goes wrong, and what an app is told about it. The same scenarios stand in Python and Kotlin.

private let nobody = String(repeating: "A", count: 22)

func openAndReopen() throws {
    let phone = Phone()
    let handrail = try phone.open()
    _ = try handrail.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk"))
    try handrail.suspend()
    try refuses(.Closed) { try handrail.coping() }
    try handrail.resume()
    try equal(handrail.coping().strategies.map(\.name), ["Go for a walk"])
    try handrail.closeStore()
    let again = try phone.open()
    try equal(again.coping().strategies.map(\.name), ["Go for a walk"])
    try equal(again.salvage(), nil)
    try equal(phone.log.codes, [])
}

func badInput() throws {
    let phone = Phone()
    let handrail = try phone.open()
    func save(_ name: String) throws -> Changes {
        try handrail.saveCopingStrategy(details: NewCopingStrategy(name: name))
    }
    func invalid(_ field: String, _ reason: Reason, line: UInt = #line, _ call: () throws -> Any) throws {
        try refuses(.Invalid(field: field, reason: reason), line: line, call)
    }
    try invalid("name", .empty) { try save("  ") }
    try invalid("name", .tooLong(limit: 280)) { try save(String(repeating: "x", count: 281)) }
    try invalid("name", .malformed) { try save("cut\0short") }

    func tried(_ strategy: String, before: Int64? = nil) throws -> Changes {
        try handrail.recordCoping(details: NewCopingEntry(strategy: strategy, before: before))
    }
    try invalid("strategy", .unknownId) { try tried(nobody) }
    try invalid("strategy", .malformed) { try tried("not an id") }
    let walk = try save("Go for a walk").idOf("coping_strategy")
    try invalid("before", .outOfRange(min: 0, max: 10)) { try tried(walk, before: 11) }

    func meet(_ day: String, _ time: String? = nil) throws -> Changes {
        try handrail.planSession(details: NewSession(day: day, time: time, kind: .individual))
    }
    try invalid("day", .impossibleDate) { try meet("2026-02-30") }
    try invalid("day", .impossibleDate) { try meet("2126-01-01") }
    try invalid("time", .impossibleDate) { try meet("2026-11-24", "25:00") }

    try equal(handrail.coping().recent.count, 0)
    try equal(handrail.sessions().next, nil)
}

func errors() throws {
    let phone = Phone()
    let handrail = try phone.open()
    try refuses(.Storage(problem: .busy)) { try phone.open() }

    let secret = NewCopingStrategy(name: "PRIVATE WORDS")
    try refuses(.NotFound) { try handrail.editCopingStrategy(id: nobody, edit: secret) }

    _ = try handrail.saveCopingStrategy(details: secret)
    let view = try handrail.coping()
    try equal("\(view)", "CopingView(..)")
    try equal("\(view.strategies)", "[CopingStrategyView(..)]")

    try handrail.closeStore()
    try handrail.closeStore()
    try refuses(.Closed) { try handrail.coping() }
    try refuses(.Closed) { try handrail.resume() }
    try refuses(.Closed) { try handrail.goals() }
    for key in [Data(count: 31), Data(count: 32)] {
        try refuses(.Key(problem: .wrong)) { try phone.open(keys: Keys(key)) }
    }
    try equal(phone.log.codes, ["storage.busy", "key.length.31", "key.wrong"])
}

/// Something that no port announced.
private struct Unforeseen: Error {
    let words = "PRIVATE WORDS"
}

private final class BrokenClock: HandClock, @unchecked Sendable {
    var broken = false

    override func now() throws -> Moment {
        if broken { throw Unforeseen() }
        return try super.now()
    }
}

private final class LockedKeys: Keys, @unchecked Sendable {
    override func databaseKey() throws -> Data {
        throw PortError.Unavailable
    }
}

private final class OddKeys: Keys, @unchecked Sendable {
    override func databaseKey() throws -> Data {
        throw Unforeseen()
    }
}

func portThrows() throws {
    let phone = Phone()
    for keys in [LockedKeys(), OddKeys()] {
        try refuses(.Key(problem: .missing)) { try phone.open(keys: keys) }
    }

    let clock = BrokenClock("2026-11-21T12:00")
    let opened = try phone.open(clock: clock)
    clock.broken = true
    try refuses(.Internal) { try opened.saveCopingStrategy(details: NewCopingStrategy(name: "Music")) }
    clock.broken = false
    try equal(opened.coping().strategies.count, 0)
    _ = try opened.saveCopingStrategy(details: NewCopingStrategy(name: "Music"))
    try equal(
        phone.log.codes,
        ["port.key.unavailable", "key.missing", "port.key.unforeseen", "key.missing"]
            + ["port.clock.unforeseen", "port.clock"])
}

func panicIsCaught() throws {
    let phone = Phone()
    let handrail = try phone.open()
    // A buffer that says it holds bytes and has none makes the library panic while it reads the
    // argument: below the generated code, where no app can get by mistake.
    let impossible = RustBuffer(capacity: 8, len: 8, data: nil)
    var status = RustCallStatus()
    _ = uniffi_handrail_fn_method_handrail_save_coping_strategy(handrail.uniffiCloneHandle(), impossible, &status)
    try equal(status.code, 2)
    _ = try handrail.saveCopingStrategy(details: NewCopingStrategy(name: "Music"))
    try equal(handrail.coping().strategies.count, 1)
}
