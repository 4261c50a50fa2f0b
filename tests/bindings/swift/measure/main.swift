import Dispatch
import Foundation
import handrail

// What calls cost from Swift (P9). No test: `cargo xtask bench` runs it on a record of ten years, beside the same calls from Rust and
// Kotlin, in this order and as often (tests/src/bench/calls.rs).

final class Keys: KeyProvider {
    func databaseKey() throws -> Data { Data("a key for tests and nothing else".utf8) }
    func forget() throws {}
}

final class Standing: handrail.Clock {
    private let instantMs: Int64

    init(_ instantMs: Int64) {
        self.instantMs = instantMs
    }

    func now() throws -> Moment { Moment(instantMs: instantMs, zone: "Europe/London", offsetMin: 0) }
}

func nanos<Made>(_ call: () throws -> Made) rethrows -> (UInt64, Made) {
    let start = DispatchTime.now().uptimeNanoseconds
    let made = try call()
    return (DispatchTime.now().uptimeNanoseconds - start, made)
}

func median<Made>(_ times: Int, _ call: () throws -> Made) rethrows -> UInt64 {
    for _ in 0..<times { _ = try call() }
    return try (0..<times).map { _ in try nanos(call).0 }.sorted()[times / 2]
}

/// The folder of the record and the moment at which it is read; prints nanoseconds.
let (folder, atMs) = (CommandLine.arguments[1], Int64(CommandLine.arguments[2]) ?? 0)
let (open, record) = try nanos {
    try Handrail.open(config: Config(folder: folder), keyProvider: Keys(), clock: Standing(atMs), log: nil)
}
let (first, _) = try nanos { try record.today() }
let screen = try median(200) { try record.today() }
let small = try median(2_000) { try record.salvage() }
let newest = try record.coping().recent[0].id
let page = try record.copingBefore(entry: newest)
precondition(page.count == 50)
let list = try median(200) { try record.copingBefore(entry: newest) }
print(open, first, screen, small, list)
try record.closeStore()
