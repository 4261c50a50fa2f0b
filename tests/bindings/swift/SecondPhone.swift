import Foundation

/// A tablet beside the phone, by a code that one shows and the other scans. The same scenario stands in Python and Kotlin.
func secondPhone() async throws {
    let places = (0..<2).map { _ in Phone() }
    let phone = try places[0].open()
    let tablet = try places[1].open()
    _ = try phone.addTalkAbout(wording: "Whether to tell my sister")
    try await refusesLater(.Invalid(field: "backup", reason: .wrongState)) {
        try await phone.showCodeForSecondPhone(language: "en")
    }
    let sheet = try phone.createRecoveryCode(place: .at(relay: relay))
    try equal(phone.verifyRecoveryCode(typed: sheet.code), .right)
    _ = try await phone.sync()

    // Four words, the same on both, and a "same" on each.
    let shown = try await phone.showCodeForSecondPhone(language: "en")
    try refuses(.Invalid(field: "code", reason: .malformed)) {
        try tablet.scanCodeOfFirstPhone(text: "https://example.org/")
    }
    let scanned = try tablet.scanCodeOfFirstPhone(text: shown.square())
    async let here = phone.wordsForSecondPhone(code: shown)
    async let there = tablet.wordsOfFirstPhone(code: scanned)
    let words = try await here
    try equal(words, try await there)
    try equal(words.count, 4)
    async let confirming = phone.confirmSecondPhone(code: shown, same: true, name: "The tablet")
    async let joining = tablet.joinFirstPhone(code: scanned, same: true)
    _ = try await confirming
    try holds(try await joining.fromOwnPhones > 0, "everything came")
    try equal(tablet.talkAbout().open.map(\.wording), ["Whether to tell my sister"])

    // What one writes, the other has.
    _ = try tablet.addTalkAbout(wording: "Written in bed")
    try holds(try await tablet.sync().saved > 0, "saved")
    let came = try await phone.sync()
    try holds(came.fromOwnPhones > 0 && came.touched == nil, "fetched")
    try equal(phone.talkAbout().open.count, 2)
    let devices = try phone.backupDevices()
    try equal(devices.map(\.thisPhone), [true, false])
    try equal(devices.map(\.name), [nil, "The tablet"])

    // Taken off the list, it can neither read nor write.
    try refuses(.Invalid(field: "device", reason: .wrongState)) { try phone.removeBackupDevice(id: devices[0].id) }
    _ = try phone.removeBackupDevice(id: devices[1].id)
    _ = try await phone.sync()
    try equal(try await tablet.sync().stopped, .loginRefused)
    try equal(tablet.talkAbout().open.count, 2)
    try places[1].leave(tablet, "second_phone")
}
