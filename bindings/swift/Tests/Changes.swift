import Foundation
import handrail

func changesAreTold() async throws {
    let place = Place()
    let record = try await place.open()
    var one = record.changes().makeAsyncIterator()
    var two = record.changes().makeAsyncIterator()
    try await record.keep("Go for a walk")
    let told = [await one.next(), await two.next()]
    try equal(told[0], told[1])
    try holds(told[0]?.touches("coping_strategy") == true, "the concept that changed is told")
    try holds(told[0]?.touches("step", "homework") == false, "and no other")
    try equal(WhatChanged.anything.touches("step"), true)
    try await record.close()
}

func aSlowReaderLosesNothing() async throws {
    let place = Place()
    let record = try await place.open()
    var changes = record.changes().makeAsyncIterator()
    for number in 0..<20 {
        try await record.keep("Way \(number)")
    }
    try await record.write { try $0.addTalkAbout(wording: "My sister") }
    let told = await changes.next()
    try holds(told?.touches("coping_strategy") == true && told?.touches("talk_about") == true, "both are told at once")
    try holds(told != .anything, "as what they are")
    try await record.write { try $0.addTalkAbout(wording: "My brother") }
    let next = await changes.next()
    try holds(next?.touches("coping_strategy") == false, "what was taken is not told again")
    try holds(next?.touches("talk_about") == true, "what is new is")
    try await record.close()
}

func aSaveThatChangesNothingIsNotTold() async throws {
    let place = Place()
    let record = try await place.open()
    guard let walk = try await record.keep("Go for a walk").records.first(where: { $0.concept == "coping_strategy" }) else {
        throw Wrong("nothing was made")
    }
    var changes = record.changes().makeAsyncIterator()
    let same = try await record.write {
        try $0.editCopingStrategy(id: walk.id, edit: NewCopingStrategy(name: "Go for a walk"))
    }
    try equal(same.records.count, 0)
    try await record.write { try $0.addTalkAbout(wording: "My sister") }
    let told = await changes.next()
    try holds(told?.touches("coping_strategy") == false, "only the second is told")
    try await record.close()
}

func aWriteThatGivesSomethingElse() async throws {
    let place = Place()
    let record = try await place.open()
    var changes = record.changes().makeAsyncIterator()
    let day = try await record.write(touching: .these(["settings"])) { try $0.thisDay() }
    try equal(day, "2026-11-21")
    try equal(await changes.next(), .these(["settings"]))
    try await record.close()
}

func closingEndsEverySequence() async throws {
    let place = Place()
    let record = try await place.open()
    let changes = record.changes()
    let reading = Task {
        var seen = 0
        for await _ in changes { seen += 1 }
        return seen
    }
    try await record.keep("Go for a walk")
    try await record.close()
    try equal(await reading.value, 1)
    // Asked for after the end, it ends at once.
    var late = record.changes().makeAsyncIterator()
    try equal(await late.next(), nil)
}

func aCancelledReaderEnds() async throws {
    let place = Place()
    let record = try await place.open()
    let changes = record.changes()
    let reading = Task {
        for await _ in changes {}
        return Task.isCancelled
    }
    reading.cancel()
    try equal(await reading.value, true)
    try await record.keep("Go for a walk")
    try await record.close()
}

func resumingAsksForAllScreens() async throws {
    let place = Place()
    let record = try await place.open()
    var changes = record.changes().makeAsyncIterator()
    try await record.suspend()
    try await record.resume()
    try equal(await changes.next(), .anything)
    try await record.close()
}
