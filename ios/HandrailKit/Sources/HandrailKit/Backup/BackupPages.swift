import Foundation
import handrail

/// Whether there is a backup, and the ways to one.
enum BackupPages {
    static let backup = SheetPlace.lines(["backup", "sync", "reader"]) { record in
        let (view, devices) = (try record.backup(), try record.backupDevices())
        var page = SheetPage(
            .say("shell-more-backup"), notes: [.say(sentence(view.state))],
            parts: [SheetPart(.say("backup-phones"), devices.filter { $0.removed == nil }.map(device))])
        switch view.state {
        case .off, .gone:
            page.main = .go("backup-make-sheet", "recovery-code")
            page.more = try record.readers().isEmpty ? [] : [.go("helped-title", "helped-path")]
        case .codeWaits:
            page.main = .go("backup-type-code", "recovery-code")
        case .on, .full:
            page.notes.append(.say("backup-who-can-read"))
            page.main = .go("backup-second-phone", "second-phone")
            page.more = [SheetAct(.say("backup-turn-off"), .write(done: "shell-changed") { try $0.turnOffBackup() })]
        }
        return page
    }

    private static func sentence(_ state: BackupState) -> String {
        switch state {
        case .off: "backup-off"
        case .codeWaits: "backup-code-waits"
        case .on: "backup-on"
        case .full: "backup-full"
        case .gone: "backup-gone"
        }
    }

    private static func device(_ one: BackupDevice) -> SheetLine {
        SheetLine(
            one.id, one.name.map { .own($0) } ?? .say(one.thisPhone ? "backup-this-phone" : "backup-other-phone"),
            [SheetFact(.say("backup-phone-seen", ["day": .day(day: one.seen)]))],
            acts: one.thisPhone
                ? [] : [.write(.say("backup-phone-remove"), done: "backup-phone-out") { try $0.removeBackupDevice(id: one.id) }])
    }
}
