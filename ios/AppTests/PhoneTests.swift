import Foundation
import HandrailKit
import XCTest

@testable import HandrailApp

/// What only a phone, or a simulator of one, can tell: the Keychain, the folder, the texts in the bundle.
final class PhoneTests: XCTestCase {
    func testTheKeyIsKeptOnceAndForgotten() throws {
        let place = PhoneKey()
        try place.delete()
        XCTAssertNil(try place.read())
        let key = Data((0..<32).map { UInt8($0) })
        try place.keep(key)
        XCTAssertEqual(try place.read(), key)
        // Never put in the place of another.
        XCTAssertThrowsError(try place.keep(Data(count: 32)))
        XCTAssertEqual(try place.read(), key)
        try place.delete()
        XCTAssertNil(try place.read())
        try place.delete()
    }

    func testTheFolderIsInNoBackup() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try RecordFolder.prepare(folder)
        XCTAssertEqual(try folder.resourceValues(forKeys: [.isExcludedFromBackupKey]).isExcludedFromBackup, true)
        // Twice is once.
        try RecordFolder.prepare(folder)
        XCTAssertFalse(RecordKeys.occupied(folder))
        try FileManager.default.removeItem(at: folder)
    }

    func testEveryLanguageSaysItWithItsOwnForms() {
        let said = ["en", "es", "ar"].map { BundleTexts($0).filled("shell-save", []) }
        XCTAssertFalse(said.contains(nil))
        XCTAssertEqual(Set(said).count, 3)
        XCTAssertNil(BundleTexts("en").filled("no-such-id", []))
        let english = BundleTexts("en")
        XCTAssertNotEqual(
            english.filled("today-proposals-waiting", [.count(1)]), english.filled("today-proposals-waiting", [.count(2)]))
        let arabic = [0, 1, 2, 3, 11, 100].map { BundleTexts("ar").filled("today-proposals-waiting", [.count($0)]) }
        XCTAssertEqual(Set(arabic).count, 6)
    }
}
