import Foundation
import handrail

/// How many are inside at once, at most.
private final class Most: @unchecked Sendable {
    private let lock = NSLock()
    private var inside = 0
    private(set) var most = 0

    func enter() {
        lock.withLock {
            inside += 1
            most = max(most, inside)
        }
    }

    func leave() {
        lock.withLock { inside -= 1 }
    }
}

@MainActor
func callsLeaveTheMainActor() async throws {
    let place = Place()
    let record = try await place.open()
    let onMain = try await record.read { _ in Thread.isMainThread }
    try holds(!onMain, "a call was made on the main thread")
    try await record.close()
}

func callsAreMadeOneAfterTheOther() async throws {
    let place = Place()
    let (record, most) = (try await place.open(), Most())
    try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
            group.addTask {
                try await record.write { handrail in
                    most.enter()
                    defer { most.leave() }
                    return try handrail.saveCopingStrategy(details: NewCopingStrategy(name: "Way \(number)"))
                }
            }
        }
        try await group.waitForAll()
    }
    try equal(most.most, 1)
    try equal(Set(await record.names()).count, 40)
    try await record.close()
}

func suspendedAndClosed() async throws {
    let place = Place()
    let record = try await place.open()
    try await record.keep("Go for a walk")
    try await record.suspend()
    try await record.suspend()
    try await refuses(.Closed) { _ = try await record.names() }
    try await record.resume()
    try await record.resume()
    try equal(await record.names(), ["Go for a walk"])

    try await record.close()
    try await record.close()
    try await refuses(.Closed) { _ = try await record.names() }
    try await refuses(.Closed) { try await record.keep("Music") }
    try await refuses(.Closed) { _ = try await record.sync() }
    try await refuses(.Closed) { try await record.resume() }
    try equal(await place.open().names(), ["Go for a walk"])
}

func keysThatAreNone() async throws {
    let place = Place()
    let record = try await place.open()
    try await record.keep("Go for a walk")
    try await record.close()
    for length in [0, 31, 33] {
        try await refuses(.Key(problem: .wrong)) { _ = try await place.open(Keys(Data(count: length))) }
    }
    try await refuses(.Key(problem: .wrong)) { _ = try await place.open(Keys(Data(count: 32))) }
    for error in [PortError.Unavailable, Unforeseen()] as [any Error] {
        try await refuses(.Key(problem: .missing)) { _ = try await place.open(Keys(throwing: error)) }
    }
    // None of them touched the record.
    try equal(await place.open().names(), ["Go for a walk"])
}

func aClockThatThrows() async throws {
    let place = Place()
    let record = try await place.open()
    var changes = record.changes().makeAsyncIterator()
    place.clock.breaks(true)
    try await refuses(.Internal) { try await record.keep("Music") }
    place.clock.breaks(false)
    try equal(await record.names(), [])
    // What was not written was not told either.
    try await record.write { try $0.addTalkAbout(wording: "My sister") }
    let first = await changes.next()
    try holds(first?.touches("talk_about") == true, "the write is told")
    try holds(first?.touches("coping_strategy") == false, "what was refused is not")
    try await record.close()
}

func outAndInAgain() async throws {
    let (place, other) = (Place(), Place())
    let (record, second) = (try await place.open(), try await other.open())
    try await record.keep("Go for a walk")
    let file = place.folder.appendingPathComponent("archive.json")
    let meter = ProgressMeter()
    try await record.exportAll(to: file, meter: meter)
    try holds(try meter.progress().done > 0, "the meter shows what was done")
    let taken = try await second.importArchive(from: file)
    try holds(taken.records > 0, "records came")
    try equal(await second.names(), ["Go for a walk"])
    try await refuses(.Invalid(field: "store", reason: .wrongState)) { try await second.importArchive(from: file) }
    try await record.close()
    try await second.close()
}
