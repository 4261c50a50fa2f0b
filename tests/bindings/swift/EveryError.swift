import Foundation

private let nobody = String(repeating: "A", count: 22)

/// The error's name in the guide. A case that is new does not compile here until it has one.
private func named(_ error: HandrailError) -> String {
    switch error {
    case .Closed: "Closed"
    case .Key(.missing): "Key(Missing)"
    case .Key(.wrong): "Key(Wrong)"
    case .NewerVersion: "NewerVersion"
    case .Damaged: "Damaged"
    case .NotFound: "NotFound"
    case .Invalid(_, .empty): "Invalid(Empty)"
    case .Invalid(_, .tooLong): "Invalid(TooLong)"
    case .Invalid(_, .outOfRange): "Invalid(OutOfRange)"
    case .Invalid(_, .impossibleDate): "Invalid(ImpossibleDate)"
    case .Invalid(_, .unknownChoice): "Invalid(UnknownChoice)"
    case .Invalid(_, .unknownId): "Invalid(UnknownId)"
    case .Invalid(_, .wrongState): "Invalid(WrongState)"
    case .Invalid(_, .tooMany): "Invalid(TooMany)"
    case .Invalid(_, .malformed): "Invalid(Malformed)"
    case .Storage(.full): "Storage(Full)"
    case .Storage(.busy): "Storage(Busy)"
    case .Storage(.other): "Storage(Other)"
    case .Network(.offline): "Network(Offline)"
    case .Network(.refused): "Network(Refused)"
    case .Cancelled: "Cancelled"
    case .Internal: "Internal"
    }
}

private final class NoTime: HandClock, @unchecked Sendable {
    var broken = false

    override func now() throws -> Moment {
        if broken { throw PortError.Unavailable }
        return try super.now()
    }
}

private final class NoKeys: Keys, @unchecked Sendable {
    override func databaseKey() throws -> Data {
        throw PortError.Unavailable
    }
}

/// One call for every error that the library has, by the name it has in docs/embedding.md; none of them touches the record. The
/// same scenario stands in Python and Kotlin.
func everyError() async throws {
    let places = (0..<7).map { _ in Phone() }
    let phone = try places[0].open()
    let other = try places[1].openNow()
    let walk = try phone.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk")).idOf("coping_strategy")
    let programme = try phone.packs()[0].id
    _ = try phone.enrol(details: NewEnrolment(programme: programme, format: .individual))
    let before = try places[0].exported(phone)

    let newer = try places[0].place("newer.json")
    let newest = before.replacingOccurrences(of: "\"version\":\\s*\\d+", with: "\"version\":99", options: .regularExpression)
    try newest.write(toFile: newer, atomically: true, encoding: .utf8)
    let shopping = "a shopping list, and no record"
    let strange = try places[2].makeFolder() + "/handrail.db"
    try shopping.write(toFile: strange, atomically: true, encoding: .utf8)
    let used = CancelToken()
    try used.cancel()
    let clock = NoTime("2026-11-21T12:00")
    let timeless = try places[3].open(clock: clock)

    func save(_ name: String) throws -> Changes {
        try phone.saveCopingStrategy(details: NewCopingStrategy(name: name))
    }
    func tried(_ strategy: String, before: Int64? = nil) throws -> Changes {
        try phone.recordCoping(details: NewCopingEntry(strategy: strategy, before: before))
    }
    let module = try phone.programme().modules[0].id

    let calls: [(String, () async throws -> Any)] = [
        ("Closed", {
            try phone.suspend()
            defer { try? phone.resume() }
            return try phone.coping()
        }),
        ("Key(Missing)", { try places[4].open(keys: NoKeys()) }),
        ("Key(Wrong)", { try places[4].open(keys: Keys(Data(count: 31))) }),
        ("NewerVersion", { try other.importArchive(path: newer) }),
        ("Damaged", { try places[2].open() }),
        ("NotFound", { try phone.editCopingStrategy(id: nobody, edit: NewCopingStrategy(name: "Music")) }),
        ("Invalid(Empty)", { try save("  ") }),
        ("Invalid(TooLong)", { try save(String(repeating: "x", count: 281)) }),
        ("Invalid(OutOfRange)", { try tried(walk, before: 11) }),
        ("Invalid(ImpossibleDate)", {
            try phone.planSession(details: NewSession(day: "2026-02-30", kind: .individual))
        }),
        ("Invalid(UnknownChoice)", { try phone.remove(concept: "nothing of the kind", id: walk) }),
        ("Invalid(UnknownId)", { try tried(nobody) }),
        ("Invalid(WrongState)", { try phone.importArchive(path: newer) }),
        ("Invalid(TooMany)", { try phone.orderModules(modules: [module, module]) }),
        ("Invalid(Malformed)", { try save("cut\0short") }),
        // A place that takes no byte, on every Linux.
        ("Storage(Full)", { try phone.exportAll(path: "/dev/full") }),
        ("Storage(Busy)", { try places[0].open() }),
        ("Storage(Other)", { try phone.exportAll(path: newer + "/nowhere") }),
        ("Network(Offline)", {
            let lonely = try places[5].openNow()
            let sheet = try lonely.createRecoveryCode(place: .at(relay: "http://127.0.0.1:9"))
            _ = try lonely.verifyRecoveryCode(typed: sheet.code)
            return try await lonely.showCodeForSecondPhone(language: "en")
        }),
        ("Network(Refused)", {
            let sheet = try places[6].openNow().createRecoveryCode(place: .at(relay: relay))
            _ = try other.beginRestore(from: .square(text: sheet.square), oldPhoneIsLost: true)
            return try await other.fetchRestore()
        }),
        ("Cancelled", { try phone.exportAll(path: places[0].place("stopped.json"), cancel: used) }),
        ("Internal", {
            clock.broken = true
            return try timeless.saveCopingStrategy(details: NewCopingStrategy(name: "Music"))
        }),
    ]
    for (name, call) in calls {
        do {
            _ = try await call()
            throw Wrong("\(name): nothing was refused")
        } catch let error as HandrailError {
            try equal(named(error), name)
        }
        try holds(places[0].exported(phone) == before, "\(name): the record is as it was")
    }
    clock.broken = false
    try equal(timeless.coping().strategies.count, 0)
    try equal(String(contentsOfFile: strange, encoding: .utf8), shopping)

    // And it goes on.
    _ = try save("Music")
    try equal(phone.coping().strategies.count, 2)
    try phone.closeStore()
    try equal(places[0].open().coping().strategies.count, 2)
}
