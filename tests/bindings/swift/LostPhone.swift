import Foundation

/// A phone is lost, and the code on paper brings everything back. The same scenario stands in Python and Kotlin.
func lostPhone() async throws {
    let places = (0..<4).map { _ in Phone() }
    let old = try places[0].open()
    _ = try old.addTalkAbout(wording: "Whether to tell my sister")
    _ = try old.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk"))
    try equal(old.backup().state, .off)
    try refuses(.Invalid(field: "relay", reason: .malformed)) {
        try old.createRecoveryCode(place: .at(relay: "not a relay"))
    }

    // Nothing goes up before the code was typed in. A slip names its group.
    let sheet = try old.createRecoveryCode(place: .at(relay: relay))
    try equal(sheet.relay, relay)
    try equal("\(sheet)", "RecoverySheet(..)")
    try equal(try await old.sync().bytesSent, 0)
    try equal(old.backup().state, .codeWaits)
    try equal(old.syncStatus().message, .backupCode)
    var groups = sheet.code.split(separator: "-").map(String.init)
    groups[1] = groups[1].dropLast() + (groups[1].last == "8" ? "7" : "8")
    let slip = groups.joined(separator: "-")
    try equal(old.verifyRecoveryCode(typed: slip), .differs(groups: [2]))
    try equal(old.recoverySheet(), sheet)
    let typed = sheet.code.lowercased().replacingOccurrences(of: "-", with: " ")
    try equal(old.verifyRecoveryCode(typed: typed), .right)
    try equal(old.recoverySheet(), nil)
    try refuses(.Invalid(field: "backup", reason: .wrongState)) { try old.verifyRecoveryCode(typed: typed) }

    let report = try await old.sync()
    try holds(report.saved > 0, "saved")
    try equal(report.stopped, nil)
    try equal(old.syncStatus().message, .backedUp)
    try equal(old.backup().state, .on)
    try equal(old.backup().waiting, 0)
    let before = try places[0].exported(old)

    // A new phone: the code with a slip, a code that opens nothing, then the right one.
    let new = try places[1].open()
    try equal(
        new.beginRestore(from: .typed(code: slip, relay: relay), oldPhoneIsLost: true), .differs(groups: [2]))
    try equal(new.checkShares(card: typed, theirs: ""), .wholeCode)
    try refuses(.Invalid(field: "sheet", reason: .malformed)) {
        try new.beginRestore(from: .square(text: "HANDRAIL"), oldPhoneIsLost: true)
    }
    try await refusesLater(.NotFound) { try await new.fetchRestore() }
    let other = try places[2].open().createRecoveryCode(place: .at(relay: relay))
    try equal(new.beginRestore(from: .square(text: other.square), oldPhoneIsLost: true), .right)
    try await refusesLater(.Network(problem: .refused)) { try await new.fetchRestore() }
    _ = try new.declineRestore()

    try equal(new.beginRestore(from: .typed(code: typed, relay: relay), oldPhoneIsLost: true), .right)
    let used = CancelToken()
    try used.cancel()
    try await refusesLater(.Cancelled) { try await new.fetchRestore(cancel: used) }
    let meter = ProgressMeter()
    try equal(meter.progress(), Progress(done: 0, of: nil, received: 0))
    let seen = try await new.fetchRestore(meter: meter)
    try equal(seen.entries, 2)
    try equal(seen.someMissing, false)
    try equal(seen.here, 0)
    try holds(seen.lastEntry != nil, "a day")
    let progress = try meter.progress()
    try holds(progress.done > 0 && progress.received > 0, "it came")

    // Only "yes, this is mine" makes it part of the record.
    try equal(new.talkAbout().open.count, 0)
    try equal(new.backup().restoring, true)
    try equal(new.entriesHere(), 0)
    try equal(try await new.confirmRestore().stopped, nil)
    try holds(places[1].exported(new) == before, "byte by byte")
    try equal(new.backup().state, .on)
    try equal(new.backup().restoring, false)

    // The new phone goes on; the lost one is out.
    _ = try new.addTalkAbout(wording: "A new phone")
    try holds(try await new.sync().saved > 0, "saved")
    try equal(try await old.sync().stopped, .loginRefused)
    let devices = try new.backupDevices()
    try equal(devices.map(\.thisPhone), [true, false])
    try equal(devices.map { $0.removed == nil }, [true, false])
    _ = try new.nameBackupDevice(id: devices[1].id, name: "My old phone")
    try equal(new.backupDevices()[1].name, "My old phone")
    try equal(new.formerReaders().count, 0)
    try places[1].leave(new, "lost_phone")

    // Erased at the relay, for good.
    _ = try await new.eraseBackup()
    try equal(new.backup().state, .off)
    try equal(new.backupDevices().count, 0)
    let third = try places[3].open()
    _ = try third.beginRestore(from: .typed(code: typed, relay: relay), oldPhoneIsLost: true)
    try await refusesLater(.Network(problem: .refused)) { try await third.fetchRestore() }
}
