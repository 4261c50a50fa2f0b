// A stand-in, as SwiftUI.swift says: the kinds of view that ours are made of.

public struct Text: Leaf {
    public init<Words: StringProtocol>(_ words: Words) {}
    public init<Input, Style: FormatStyle>(_ input: Input, format: Style)
    where Style.FormatInput == Input, Style.FormatOutput == String, Input: Equatable {}
    public static func + (one: Text, other: Text) -> Text { one }
    public func font(_ font: Font?) -> Text { self }
    public func fontWeight(_ weight: Font.Weight?) -> Text { self }
    public func foregroundStyle<Style: ShapeStyle>(_ style: Style) -> Text { self }
}

public struct Image: Leaf {
    public enum Interpolation: Sendable { case none, low, medium, high }
    public init(systemName: String) {}
    public init(decorative cgImage: CGImage, scale: CGFloat) {}
    public func resizable() -> Image { self }
    public func interpolation(_ interpolation: Interpolation) -> Image { self }
}

public struct Button<Label: View>: Leaf {
    @preconcurrency public init(action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> Label) {}
}
extension Button where Label == Text {
    @preconcurrency public init<Words: StringProtocol>(_ words: Words, action: @escaping @MainActor () -> Void) {}
}

public struct Toggle<Label: View>: Leaf {
    public init(isOn: Binding<Bool>, @ViewBuilder label: () -> Label) {}
}
extension Toggle where Label == Text {
    public init<Words: StringProtocol>(_ words: Words, isOn: Binding<Bool>) {}
}

public struct TextField<Label: View>: Leaf {}
extension TextField where Label == Text {
    public init<Words: StringProtocol>(_ words: Words, text: Binding<String>) {}
    public init<Words: StringProtocol>(_ words: Words, text: Binding<String>, axis: Axis) {}
}

public struct DatePickerComponents: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let date = Self(rawValue: 1), hourAndMinute = Self(rawValue: 2)
}
public struct DatePicker<Label: View>: Leaf {}
extension DatePicker where Label == Text {
    public init<Words: StringProtocol>(_ words: Words, selection: Binding<Date>, displayedComponents: DatePickerComponents) {}
}

public struct List<Content: View>: Leaf {
    public init(@ViewBuilder content: () -> Content) {}
}
public struct Rectangle: Leaf {
    public init() {}
    public func foregroundStyle<Style: ShapeStyle>(_ style: Style) -> some View { self }
}
public struct ProgressView: Leaf {
    public init<Value: BinaryFloatingPoint>(value: Value?, total: Value = 1.0) {}
}
public struct VStack<Content: View>: Leaf {
    public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
public struct HStack<Content: View>: Leaf {
    public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}
public struct GridItem: Sendable {
    public enum Size: Sendable { case adaptive(minimum: CGFloat) }
    public init(_ size: Size) {}
}
public struct LazyVGrid<Content: View>: Leaf {
    public init(columns: [GridItem], spacing: CGFloat? = nil, @ViewBuilder content: () -> Content) {}
}

public struct Section<Content: View, Header: View>: Leaf {
    public init(@ViewBuilder content: () -> Content, @ViewBuilder header: () -> Header) {}
}
extension Section where Header == EmptyView {
    public init(@ViewBuilder content: () -> Content) {}
}

public struct ForEach<Content: View>: Leaf {
    public init<Data: RandomAccessCollection>(_ data: Data, @ViewBuilder content: @escaping (Data.Element) -> Content)
    where Data.Element: Identifiable {}
    public init<Data: RandomAccessCollection, ID: Hashable>(
        _ data: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> Content
    ) {}
    @preconcurrency public func onMove(perform: (@MainActor (IndexSet, Int) -> Void)?) -> ForEach { self }
}

public protocol PrimitiveButtonStyle: Sendable {}
public struct NamedButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == NamedButtonStyle {
    public static var plain: NamedButtonStyle { NamedButtonStyle() }
    public static var bordered: NamedButtonStyle { NamedButtonStyle() }
    public static var borderless: NamedButtonStyle { NamedButtonStyle() }
    public static var borderedProminent: NamedButtonStyle { NamedButtonStyle() }
}
public enum UIKeyboardType: Sendable { case `default`, phonePad, numberPad }
public struct TextInputAutocapitalization: Sendable {
    public static var never: Self { Self() }
    public static var sentences: Self { Self() }
}

extension View {
    public func font(_ font: Font?) -> some View { self }
    public func foregroundStyle<Style: ShapeStyle>(_ style: Style) -> some View { self }
    public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View { self }
    public func frame(
        minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil,
        idealHeight: CGFloat? = nil,
        maxHeight: CGFloat? = nil, alignment: Alignment = .center
    ) -> some View { self }
    public func padding() -> some View { self }
    public func background<Style: ShapeStyle>(_ style: Style) -> some View { self }
    public func ignoresSafeArea() -> some View { self }
    public func id<ID: Hashable>(_ id: ID) -> some View { self }
    @preconcurrency public func onAppear(perform: (@MainActor () -> Void)? = nil) -> some View { self }
    @preconcurrency public func onChange<Value: Equatable>(
        of value: Value, initial: Bool = false, _ action: @escaping @MainActor (_ old: Value, _ new: Value) -> Void
    ) -> some View { self }
    public func navigationDestination<Data: Hashable, Content: View>(
        for data: Data.Type, @ViewBuilder destination: @escaping (Data) -> Content
    ) -> some View { self }
    public func navigationBarTitleDisplayMode(_ mode: NavigationBarItem.TitleDisplayMode) -> some View { self }
    public func toolbar(_ visibility: Visibility, for bars: ToolbarPlacement...) -> some View { self }
    @preconcurrency public func fullScreenCover<Content: View>(
        isPresented: Binding<Bool>, onDismiss: (@MainActor () -> Void)? = nil, @ViewBuilder content: @escaping @MainActor () -> Content
    ) -> some View { self }
    public func padding(_ edges: Edge.Set, _ length: CGFloat? = nil) -> some View { self }
    public func scaledToFit() -> some View { self }
    public func lineLimit(_ range: PartialRangeFrom<Int>) -> some View { self }
    public func buttonStyle<Style: PrimitiveButtonStyle>(_ style: Style) -> some View { self }
    public func disabled(_ disabled: Bool) -> some View { self }
    public func moveDisabled(_ disabled: Bool) -> some View { self }
    public func keyboardType(_ type: UIKeyboardType) -> some View { self }
    public func autocorrectionDisabled(_ disabled: Bool = true) -> some View { self }
    public func textInputAutocapitalization(_ kind: TextInputAutocapitalization?) -> some View { self }
    public func environment<Value>(_ path: WritableKeyPath<EnvironmentValues, Value>, _ value: Value) -> some View { self }
    public func safeAreaInset<Content: View>(edge: VerticalEdge, @ViewBuilder content: () -> Content) -> some View { self }
    public func task(@_inheritActorContext _ action: @escaping @Sendable () async -> Void) -> some View { self }
    public func task<ID: Equatable>(id: ID, @_inheritActorContext _ action: @escaping @Sendable () async -> Void) -> some View { self }
    @preconcurrency public func onDisappear(perform: (@MainActor () -> Void)? = nil) -> some View { self }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { self }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View { self }
    public func accessibilityHidden(_ hidden: Bool) -> some View { self }
    public func accessibilityLabel(_ label: Text) -> some View { self }
    public func accessibilityHint(_ hint: Text) -> some View { self }
}
