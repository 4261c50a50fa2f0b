// A stand-in for SwiftUI, to type-check the views on Linux: names and shapes of what they use, and nothing behind them. It finds wrong
// arguments, bindings, types and isolation in our views. It says nothing of how they look or behave, nor whether Apple's SwiftUI takes
// what this takes: only Xcode says that. Never shipped.

@_exported import Foundation
@_exported import Observation

@MainActor @preconcurrency public protocol View {
    associatedtype Body: View
    @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}

extension Never: View {
    public var body: Never { fatalError("a stand-in") }
}

/// Views without a body of their own.
public protocol Leaf: View where Body == Never {}

extension Leaf {
    public var body: Never { fatalError("a stand-in") }
}

public struct EmptyView: Leaf {
    public init() {}
}

public struct Several: Leaf {}

extension Optional: View where Wrapped: View {
    public var body: Never { fatalError("a stand-in") }
}

@resultBuilder @MainActor public enum ViewBuilder {
    public static func buildExpression<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock() -> EmptyView { EmptyView() }
    public static func buildBlock<Content: View>(_ content: Content) -> Content { content }
    public static func buildBlock<each Content: View>(_ content: repeat each Content) -> Several { Several() }
    public static func buildOptional<Content: View>(_ content: Content?) -> Content? { content }
    public static func buildEither<Content: View>(first: Content) -> Several { Several() }
    public static func buildEither<Content: View>(second: Content) -> Several { Several() }
}

@propertyWrapper @dynamicMemberLookup public struct Binding<Value> {
    private let get: () -> Value
    private let set: (Value) -> Void

    @preconcurrency public init(get: @escaping @MainActor () -> Value, set: @escaping @MainActor (Value) -> Void) {
        fatalError("a stand-in")
    }
    public var wrappedValue: Value {
        get { get() }
        nonmutating set { set(newValue) }
    }
    public var projectedValue: Binding<Value> { self }
    public subscript<Part>(dynamicMember path: WritableKeyPath<Value, Part>) -> Binding<Part> { fatalError("a stand-in") }
}

@propertyWrapper public struct State<Value> {
    private let first: Value
    public init(wrappedValue: Value) { first = wrappedValue }
    public var wrappedValue: Value {
        get { first }
        nonmutating set {}
    }
    public var projectedValue: Binding<Value> { fatalError("a stand-in") }
}

@propertyWrapper @dynamicMemberLookup public struct Bindable<Value> {
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public var wrappedValue: Value
    public var projectedValue: Bindable<Value> { self }
    public subscript<Part>(dynamicMember path: ReferenceWritableKeyPath<Value, Part>) -> Binding<Part> where Value: AnyObject {
        fatalError("a stand-in")
    }
}

@propertyWrapper public struct Environment<Value> {
    public init(_ path: KeyPath<EnvironmentValues, Value>) {}
    public var wrappedValue: Value { fatalError("a stand-in") }
}

public struct EnvironmentValues {
    public var layoutDirection: LayoutDirection
    public var locale: Locale
    public var scenePhase: ScenePhase { .active }
}
public enum ScenePhase: Comparable, Sendable { case background, inactive, active }
public enum Visibility: Sendable { case automatic, visible, hidden }

public enum LayoutDirection: Sendable { case leftToRight, rightToLeft }
public enum Axis: Sendable { case horizontal, vertical }
public enum Edge: Sendable {
    case top, leading, bottom, trailing
    public struct Set: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let leading = Set(rawValue: 1), trailing = Set(rawValue: 2), top = Set(rawValue: 4), bottom = Set(rawValue: 8),
            all = Set(rawValue: 15)
    }
}
public enum VerticalEdge: Sendable { case top, bottom }
public enum HorizontalAlignment: Sendable { case leading, center, trailing }
public enum VerticalAlignment: Sendable { case top, center, bottom }
public enum Alignment: Sendable { case leading, center, trailing, bottomLeading }

public struct Font: Sendable {
    public static let title = Font(), title2 = Font(), title3 = Font(), headline = Font(), body = Font(), callout = Font(), caption = Font()
    public func monospaced() -> Font { self }
    public enum Weight: Sendable { case regular, semibold, bold }
}

public protocol ShapeStyle: Sendable {}
public struct SemanticStyle: ShapeStyle {}
extension ShapeStyle where Self == SemanticStyle {
    public static var primary: SemanticStyle { SemanticStyle() }
    public static var secondary: SemanticStyle { SemanticStyle() }
    public static var tint: SemanticStyle { SemanticStyle() }
    public static var white: SemanticStyle { SemanticStyle() }
    public static var background: SemanticStyle { SemanticStyle() }
    public static var bar: SemanticStyle { SemanticStyle() }
}

public struct AccessibilityTraits: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let isHeader = Self(rawValue: 1), isSelected = Self(rawValue: 2), isButton = Self(rawValue: 4)
}
public enum AccessibilityChildBehavior: Sendable { case combine, contain, ignore }
