import Foundation
import UIKit

/// Where the record lies: in no group that others share, in no backup of the system's, and closed until the phone was unlocked once. Answers to
/// reminders come while it is locked again.
enum RecordFolder {
    static var place: URL { URL.applicationSupportDirectory.appendingPathComponent("record") }

    static func prepare(_ folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try protect(folder, .completeUntilFirstUserAuthentication)
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        var folder = folder
        try folder.setResourceValues(values)
    }

    /// Files that are made in a folder are protected as it is.
    static func protect(_ folder: URL, _ protection: FileProtectionType) throws {
        try FileManager.default.setAttributes([.protectionKey: protection], ofItemAtPath: folder.path)
    }
}
