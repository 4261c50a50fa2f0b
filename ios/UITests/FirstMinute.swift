import XCTest

/// From the first start to the first goal, as somebody taps it; and help from where nothing is there yet.
final class FirstMinute: XCTestCase {
    @MainActor func testFromTheFirstStartToHelpAndToday() {
        let app = XCUIApplication()
        app.launch()
        XCTAssertTrue(app.buttons["English"].waitForExistence(timeout: 30))
        XCTAssertTrue(app.buttons["I need help now"].exists)
        app.buttons["English"].tap()
        XCTAssertTrue(app.buttons["Begin"].waitForExistence(timeout: 10))
        app.buttons["I need help now"].tap()
        XCTAssertTrue(app.staticTexts["Help lines"].waitForExistence(timeout: 10))
        app.navigationBars.buttons.element(boundBy: 0).tap()
        app.buttons["Begin"].tap()
        XCTAssertTrue(app.buttons["I need help now"].waitForExistence(timeout: 10))
        XCTAssertFalse(app.buttons["Begin"].exists)
    }
}
