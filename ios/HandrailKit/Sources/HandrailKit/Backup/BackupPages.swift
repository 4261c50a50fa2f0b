import handrail

/// Whether the notes are kept anywhere else than on this phone, in words; and who could read them there: nobody.
enum BackupPages {
    static let backup = SheetPlace.lines(["backup", "sync", "reader"]) { record in
        let (view, devices, readers) = (try record.backup(), try record.backupDevices(), try record.readers())
        let on = view.state == .on || view.state == .full
        var page = SheetPage(.say("shell-more-backup"), notes: [.word("backup", view.state)])
        if on, let ms = view.savedMs { page.notes.append(SyncWords.backedUp(ms)) }
        if on, view.waiting > 0 { page.notes.append(.say("sync-backup-waiting")) }
        page.notes.append(.say("backup-who-can-read"))
        if on { page.more.append(SheetAct(.say("backup-now"), .sync)) }
        if !readers.isEmpty { page.more.append(.go("helped-title", "helped-path")) }
        page.more.append(.go("shell-have-notes", "restore"))
        switch view.state {
        case .off, .gone: page.main = .go("backup-turn-on", "recovery-code")
        case .codeWaits: page.main = .go("backup-type-code", "recovery-code")
        case .on, .full: page.main = .go("backup-second-phone", "second-phone")
        }
        if on {
            let off = SheetAct.write(.say("backup-turn-off"), done: "shell-changed") { try $0.turnOffBackup() }
            page.parts = [
                SheetPart(.say("backup-phones"), devices.map(device)),
                SheetPart(
                    .say("backup-off-title"),
                    [
                        SheetLine("off", .say("backup-off-what"), acts: [off, .go("backup-erase", "backup/erase")])
                    ]),
            ]
        }
        return page
    }

    private static func device(_ one: BackupDevice) -> SheetLine {
        let named = one.name.flatMap { $0.isEmpty ? nil : Said.own($0) }
        let seen = one.removed.map { Said.say("backup-phone-removed", ["day": .day(day: $0)]) }
        let out = SheetAct.write(.say("backup-phone-remove"), done: "backup-phone-out") { try $0.removeBackupDevice(id: one.id) }
        return SheetLine(
            one.id, named ?? .say(one.thisPhone ? "backup-this-phone" : "backup-other-phone"),
            [SheetFact(seen ?? .say("backup-phone-seen", ["day": .day(day: one.seen)]))],
            acts: one.thisPhone || one.removed != nil ? [] : [out])
    }

    /// Erased there too: what that does is said before.
    static let erase = SheetPlace.lines(["backup"]) { _ in
        SheetPage(
            .say("backup-erase"), notes: [.say("backup-erase-ask")], main: SheetAct(.say("backup-erase-yes"), .eraseBackup),
            more: [SheetAct(.say("shell-not-now"), .back)])
    }
}

extension BackupState: Listed {
    public static var all: [Self] { [.off, .codeWaits, .on, .full, .gone] }
}
