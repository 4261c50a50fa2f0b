// A stand-in, as SwiftUI/SwiftUI.swift says: what the app's tests use of XCTest.

@_exported import Foundation

open class XCTestCase: NSObject {
    public override init() {}
}

public func XCTAssertTrue(_ expression: @autoclosure () throws -> Bool, _ message: String = "") {}
public func XCTAssertFalse(_ expression: @autoclosure () throws -> Bool, _ message: String = "") {}
public func XCTAssertNil(_ expression: @autoclosure () throws -> Any?, _ message: String = "") {}
public func XCTAssertEqual<T: Equatable>(_ one: @autoclosure () throws -> T, _ other: @autoclosure () throws -> T, _ message: String = "") {
}
public func XCTAssertNotEqual<T: Equatable>(
    _ one: @autoclosure () throws -> T, _ other: @autoclosure () throws -> T, _ message: String = ""
) {}
public func XCTAssertThrowsError<T>(_ expression: @autoclosure () throws -> T, _ message: String = "") {}

@MainActor open class XCUIElement: NSObject {
    public var exists: Bool { false }
    public func waitForExistence(timeout: TimeInterval) -> Bool { false }
    public func tap() {}
    public var buttons: XCUIElementQuery { fatalError("a stand-in") }
}
@MainActor open class XCUIElementQuery: NSObject {
    public subscript(key: String) -> XCUIElement { fatalError("a stand-in") }
    public func element(boundBy index: Int) -> XCUIElement { fatalError("a stand-in") }
    public var buttons: XCUIElementQuery { fatalError("a stand-in") }
}
@MainActor open class XCUIApplication: XCUIElement {
    public override init() {}
    public func launch() {}
    public var staticTexts: XCUIElementQuery { fatalError("a stand-in") }
    public var navigationBars: XCUIElementQuery { fatalError("a stand-in") }
}
