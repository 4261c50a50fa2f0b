// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of UniformTypeIdentifiers.

public struct UTType: Sendable, Hashable {
    public static var json: UTType { UTType() }
    public static var data: UTType { UTType() }
}
