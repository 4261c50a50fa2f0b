// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of CoreImage, and the pictures of CoreGraphics that it makes.

@_exported import Foundation

public final class CGImage: @unchecked Sendable {}
open class CIImage: NSObject, @unchecked Sendable {
    public var extent: CGRect { fatalError("a stand-in") }
}
open class CIContext: NSObject, @unchecked Sendable {
    public override init() {}
    public func createCGImage(_ image: CIImage, from rect: CGRect) -> CGImage? { nil }
}
open class CIFilter: NSObject {
    public convenience init?(name: String, parameters params: [String: Any]?) { fatalError("a stand-in") }
    public var outputImage: CIImage? { nil }
}
