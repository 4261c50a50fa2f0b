import Foundation

/// Stands still until it is moved.
class HandClock: Clock, @unchecked Sendable {
    private var instantMs: Int64 = 0

    init(_ at: String) {
        set(at)
    }

    /// `at` is UTC: `2026-11-21T12:00`.
    func set(_ at: String) {
        let read = ISO8601DateFormatter().date(from: "\(at):00Z")
        guard let read else { fatalError("no time: \(at)") }
        instantMs = Int64(read.timeIntervalSince1970) * 1000
    }

    func now() throws -> Moment {
        Moment(instantMs: instantMs, zone: "Europe/London", offsetMin: 0)
    }
}

/// Goes on by itself, as a relay's does.
final class RunningClock: Clock {
    func now() throws -> Moment {
        Moment(instantMs: Int64(Date().timeIntervalSince1970 * 1000), zone: "Europe/London", offsetMin: 0)
    }
}

/// A real relay, started for these scenarios alone.
let relay = ProcessInfo.processInfo.environment["HANDRAIL_RELAY"] ?? ""

/// Gives one key.
class Keys: KeyProvider, @unchecked Sendable {
    private(set) var key: Data?

    init(_ key: Data = Data(0..<32)) {
        self.key = key
    }

    func databaseKey() throws -> Data {
        guard let key else { throw PortError.Unavailable }
        return key
    }

    func forget() throws {
        key = nil
    }
}

/// Keeps every line.
final class Log: LogSink, @unchecked Sendable {
    private(set) var codes: [String] = []

    func log(level: LogLevel, code: String) throws {
        codes.append(code)
    }
}

/// One phone, opened on Saturday 21 November 2026 at noon, in a folder that is gone afterwards.
final class Phone {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("handrail-\(UUID())").path
    private var opened: [Handrail] = []
    let clock = HandClock("2026-11-21T12:00")
    let log = Log()

    func open(keys: KeyProvider = Keys(), clock: Clock? = nil) throws -> Handrail {
        let handrail = try Handrail.open(
            config: Config(folder: folder), keyProvider: keys, clock: clock ?? self.clock, log: log)
        opened.append(handrail)
        return handrail
    }

    /// Writes all that the scenario left in the record, to be compared with what the other languages left.
    func leave(_ handrail: Handrail, _ scenario: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["HANDRAIL_EXPORTS"] else { return }
        try handrail.exportAll(path: "\(folder)/\(scenario).json")
    }

    /// The same with the time of day.
    func openNow(keys: KeyProvider = Keys()) throws -> Handrail {
        try open(keys: keys, clock: RunningClock())
    }

    /// The folder of the record, made before anything is opened in it.
    func makeFolder() throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A path for a file that is gone afterwards.
    func place(_ name: String) throws -> String {
        let files = folder + "-files"
        try FileManager.default.createDirectory(atPath: files, withIntermediateDirectories: true)
        return "\(files)/\(UUID())-\(name)"
    }

    /// Everything of a phone, as its archive has it.
    func exported(_ phone: Handrail) throws -> String {
        let path = try place("archive.json")
        try phone.exportAll(path: path)
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    deinit {
        for handrail in opened {
            try? handrail.closeStore()
        }
        try? FileManager.default.removeItem(atPath: folder)
        try? FileManager.default.removeItem(atPath: folder + "-files")
    }
}

/// What a sync that brought nothing may have changed, as its report says.
let sent = ["sync", "packet", "reader", "introduction"]

extension Changes {
    /// The id of the record of this concept that a write made.
    func idOf(_ concept: String) throws -> String {
        guard let made = records.first(where: { $0.concept == concept }) else { throw Wrong("nothing of \(concept)") }
        return made.id
    }
}

/// A scenario found something else than it wanted.
struct Wrong: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

func equal<T: Equatable>(_ found: T, _ wanted: T, line: UInt = #line) throws {
    if found != wanted {
        throw Wrong("line \(line): \(found) is not \(wanted)")
    }
}

func holds(_ condition: Bool, _ what: String, line: UInt = #line) throws {
    if !condition {
        throw Wrong("line \(line): \(what)")
    }
}

func refuses(_ wanted: HandrailError, line: UInt = #line, _ call: () throws -> Any) throws {
    do {
        _ = try call()
    } catch let found as HandrailError {
        return try equal(found, wanted, line: line)
    }
    throw Wrong("line \(line): nothing was refused")
}

/// The same for a call that waits.
func refusesLater(_ wanted: HandrailError, line: UInt = #line, _ call: () async throws -> Any) async throws {
    do {
        _ = try await call()
    } catch let found as HandrailError {
        return try equal(found, wanted, line: line)
    }
    throw Wrong("line \(line): nothing was refused")
}

/// The scenarios, by the names they have in Python and Kotlin too.
@main
struct Scenarios {
    static func main() async {
        if CommandLine.arguments.last == openARecord { return openARecordAndSayHow() }
        let all: [(String, () async throws -> Void)] = [
            ("one_week", oneWeek),
            ("what_helps_when_it_is_hard", whatHelpsWhenItIsHard),
            ("from_an_area_of_life_to_a_solved_problem", fromAnAreaOfLifeToASolvedProblem),
            ("people_and_plan", peopleAndPlan),
            ("medicines_and_a_healthy_life", medicinesAndAHealthyLife),
            ("bad_input", badInput),
            ("open_and_reopen", openAndReopen),
            ("errors", errors),
            ("every_error", everyError),
            ("many_threads", manyThreads),
            ("asleep_meanwhile", asleepMeanwhile),
            ("every_script", everyScript),
            ("days_and_zones", daysAndZones),
            ("typed_and_not_saved", typedAndNotSaved),
            ("damaged_store", damagedStore),
            ("panic_is_caught", panicIsCaught),
            ("port_throws", portThrows),
            ("cancel_sync", cancelSync),
            ("lost_phone", lostPhone),
            ("second_phone", secondPhone),
            ("care_team", careTeam),
            ("helped_path", helpedPath),
            ("stale_binding", staleBinding),
            ("own_reminders", ownReminders),
            ("take_out", takeOut),
            ("programme", programme),
        ]
        var failed = 0
        for (name, scenario) in all {
            do {
                try await scenario()
                print("\(name) ... ok")
            } catch {
                failed += 1
                print("\(name) ... FAILED: \(error)")
            }
        }
        print("\(all.count - failed) passed, \(failed) failed")
        exit(failed == 0 ? 0 : 1)
    }
}
