import Foundation

/// The text of a code to scan (docs/protocol.md, section 4) for a relay that is not there.
private func invite(_ origin: String) -> String {
    var header = Data([1])
    let zeros = [16, 16, 32, 32, 0].map { Data(count: $0) }
    for field in [Data(origin.utf8)] + zeros + [Data("en".utf8), Data("Sam".utf8)] {
        header.append(contentsOf: withUnsafeBytes(of: UInt32(field.count).bigEndian) { Data($0) })
        header.append(field)
    }
    let text = header.base64EncodedString().replacingOccurrences(of: "+", with: "-")
    return "HANDRAIL1." + text.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}

/// What waits for the network can be stopped. The same scenario stands in Python and Kotlin.
func cancelSync() async throws {
    let place = Phone()
    let phone = try place.open()
    try equal(phone.syncStatus().message, .nobodyPaired)
    let report = try await phone.sync()
    try equal(report.bytesSent, 0)
    try equal(report.bytesReceived, 0)
    try equal(report.stopped, nil)
    try equal(report.touched, sent)

    let whole = invite("http://127.0.0.1:9")
    for other in ["https://example.org/", invite("http://relay.example.org"), String(whole.dropLast(4))] {
        try refuses(.Invalid(field: "invite", reason: .malformed)) { try phone.scanInvite(text: other) }
    }

    // Nothing listens on port 9, so the pairing keeps trying until it is stopped.
    let pairing = try phone.scanInvite(text: whole)
    try equal(pairing.name(), "Sam")
    let token = CancelToken()
    let trying = Task { try await phone.pair(pairing: pairing, cancel: token) }
    try await Task.sleep(nanoseconds: 300_000_000)
    let began = Date()
    // Cancelling the task alone would not reach into the library.
    trying.cancel()
    try token.cancel()
    let outcome = await trying.result
    guard case .failure(let error) = outcome else { throw Wrong("it was not stopped") }
    try equal(error as? HandrailError, .Cancelled)
    try holds(Date().timeIntervalSince(began) < 2, "stopped at once")

    // A token that was used stays used, and the record is as it was.
    let again = await Task { try await phone.pair(pairing: phone.scanInvite(text: whole), cancel: token) }.result
    guard case .failure(let error) = again else { throw Wrong("a used token stays used") }
    try equal(error as? HandrailError, .Cancelled)
    try equal(phone.readers().count, 0)
    _ = try phone.addTalkAbout(wording: "It still works")
}
