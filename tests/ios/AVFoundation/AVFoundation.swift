// A stand-in, as SwiftUI/SwiftUI.swift says: what the app uses of AVFoundation: whether the camera may be used.

@_exported import Foundation

public struct AVMediaType: Sendable {
    public static let video = AVMediaType()
}
open class AVCaptureDevice: NSObject, @unchecked Sendable {
    public class func requestAccess(for mediaType: AVMediaType) async -> Bool { false }
}
