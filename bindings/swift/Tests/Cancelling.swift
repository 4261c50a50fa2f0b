import Foundation
import handrail

/// Pairs with a relay that is not there, which would go on until the code is too old.
private func pairing(_ record: HandrailRecord) -> Task<[String], any Error> {
    Task {
        let pairing = try await record.read { try $0.scanInvite(text: invite) }
        return try await record.wait { try await $0.pair(pairing: pairing, cancel: $1) }
    }
}

private func aMoment() async throws {
    try await Task.sleep(nanoseconds: 200_000_000)
}

func aCancelledTaskEndsItsCall() async throws {
    let place = Place()
    let record = try await place.open()
    let task = pairing(record)
    try await aMoment()
    // Others go on while it waits.
    try await record.keep("Go for a walk")
    task.cancel()
    try await refuses(.Cancelled) { _ = try await task.value }
    try equal(await record.read { try $0.readers().count }, 0)
    try await record.close()
}

func aTaskThatWasCancelledBefore() async throws {
    let place = Place()
    let record = try await place.open()
    try await record.keep("Go for a walk")
    let file = place.folder.appendingPathComponent("archive.json")
    let task = Task {
        // Does not begin before it is cancelled.
        while !Task.isCancelled { await Task.yield() }
        try await record.exportAll(to: file)
    }
    task.cancel()
    try await refuses(.Cancelled) { try await task.value }
    // Nothing of it stays behind: the next call is made.
    try await record.exportAll(to: file)
    try await record.close()
}

func suspendingEndsWhatWaits() async throws {
    let place = Place()
    let record = try await place.open()
    let task = pairing(record)
    try await aMoment()
    try await record.suspend()
    try await refuses(.Cancelled) { _ = try await task.value }
    try await record.resume()
    try await record.keep("Go for a walk")

    let again = pairing(record)
    try await aMoment()
    try await record.close()
    try await refuses(.Cancelled) { _ = try await again.value }
}

func syncWithNobody() async throws {
    let place = Place()
    let record = try await place.open()
    var changes = record.changes().makeAsyncIterator()
    let report = try await record.sync()
    try equal([report.bytesSent, report.bytesReceived], [0, 0])
    let told = await changes.next()
    try equal(told, WhatChanged(report))
    try equal(report.touched?.sorted(), ["introduction", "packet", "reader", "sync"])
    try holds(told?.touches("sync") == true && told?.touches("coping_entry", "step") == false, "no screen of the person's own")
    try await record.close()
}
