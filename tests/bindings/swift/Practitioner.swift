import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What the page answered.
struct Answer: @unchecked Sendable {
    // Made of JSON, and never changed.
    let fields: [String: Any]

    func text(_ name: String) throws -> String {
        guard let text = fields[name] as? String else { throw Wrong("no \(name) in \(fields)") }
        return text
    }

    func texts(_ name: String) -> [String]? {
        fields[name] as? [String]
    }

    func number(_ name: String) -> Int? {
        (fields[name] as? NSNumber)?.intValue
    }

    /// Whether these words stand anywhere in that field.
    func holds(_ name: String, _ words: String) -> Bool {
        fields[name].map { "\($0)".contains(words) } ?? false
    }
}

/// The review page's own code, in a process of its own (tests/bindings/practitioners.mjs), on the clock of the phones.
final class Practitioner: Sendable {
    private let address: URL
    private let clock: HandClock

    init(_ name: String, _ clock: HandClock) async throws {
        let all = ProcessInfo.processInfo.environment["HANDRAIL_PRACTITIONERS"] ?? ""
        guard let address = URL(string: "\(all)/\(name.lowercased())") else { throw Wrong("no practitioners") }
        (self.address, self.clock) = (address, clock)
        _ = try await ask("enrol", ["display_name": name])
    }

    /// One command to the page, and what it answers.
    func ask(_ command: String, _ more: [String: any Sendable] = [:]) async throws -> Answer {
        var line: [String: Any] = more
        line["cmd"] = command
        line["now"] = try clock.now().instantMs
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.httpBody = try JSONSerialization.data(withJSONObject: line)
        let (data, _) = try await URLSession.shared.data(for: request)
        let fields = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        guard fields["ok"] as? Bool == true else { throw Wrong("\(command): \(fields)") }
        return Answer(fields: fields)
    }

    /// Both at one table: the page shows a code, the phone scans it, both say "same". Gives the care relationship.
    func pair(_ phone: Handrail, _ client: String) async throws -> String {
        let pairing = try phone.scanInvite(text: try await ask("invite", ["name": client]).text("qr"))
        async let seen = ask("pair_words")
        let words = try await phone.pair(pairing: pairing)
        try equal(try await seen.texts("words"), words)
        try equal(words.count, 4)

        async let paired = ask("pair_yes")
        _ = try await phone.confirmPairing(pairing: pairing, same: true)
        _ = try await phone.sync()
        return try await paired.text("client")
    }
}
