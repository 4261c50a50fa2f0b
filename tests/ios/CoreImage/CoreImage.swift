// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of CoreImage, and the pictures of CoreGraphics that it makes.

@_exported import Foundation

public final class CGImage: @unchecked Sendable {}
public final class CGColorSpace: @unchecked Sendable {}
public func CGColorSpaceCreateDeviceGray() -> CGColorSpace { CGColorSpace() }
public struct CGAffineTransform: Sendable {
    public init(scaleX: CGFloat, y: CGFloat) {}
}
public struct CIFormat: Sendable {
    public static var L8: CIFormat { CIFormat() }
}
public struct CIImageRepresentationOption: Hashable, Sendable {}
open class CIImage: NSObject, @unchecked Sendable {
    public func samplingNearest() -> CIImage { self }
    public func transformed(by matrix: CGAffineTransform) -> CIImage { self }
    public var extent: CGRect { fatalError("a stand-in") }
}
open class CIContext: NSObject, @unchecked Sendable {
    public override init() {}
    public func pngRepresentation(
        of image: CIImage, format: CIFormat, colorSpace: CGColorSpace, options: [CIImageRepresentationOption: Any] = [:]
    ) -> Data? { nil }
    public func createCGImage(_ image: CIImage, from rect: CGRect) -> CGImage? { nil }
}
open class CIFilter: NSObject {
    public convenience init?(name: String, parameters params: [String: Any]?) { fatalError("a stand-in") }
    public var outputImage: CIImage? { nil }
}
