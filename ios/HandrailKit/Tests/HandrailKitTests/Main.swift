import Foundation

/// What the package is, tried on the real record. No XCTest: it runs wherever Swift does.
@main
struct All {
    @MainActor
    static func main() async {
        let all = sheetTests + sharingTests + shellTests + lifeTests + phoneTests + placesTests + weeksTests + longListsTests + relayTests
        var failed = 0
        for (name, test) in all {
            do {
                try await test()
                print("\(name) ... ok")
            } catch {
                failed += 1
                print("\(name) ... FAILED: \(error)")
            }
        }
        print("\(all.count - failed) passed, \(failed) failed")
        exit(failed == 0 ? 0 : 1)
    }
}
