import CoreImage
import Foundation
import SwiftUI

/// A square code, drawn in memory.
enum Square {
    @MainActor private static let drawing = CIContext()

    @MainActor
    static func image(_ text: String) -> Image {
        // One point for each square of it; it is drawn larger with hard edges.
        guard let code = code(text), let drawn = drawing.createCGImage(code, from: code.extent) else { return Image(systemName: "qrcode") }
        return Image(decorative: drawn, scale: 1).interpolation(.none)
    }

    /// A picture of it for paper (PNG), with hard edges at that size as well.
    @MainActor
    static func picture(_ text: String) -> Data? {
        let large = code(text)?.samplingNearest().transformed(by: CGAffineTransform(scaleX: 8, y: 8))
        return large.flatMap { drawing.pngRepresentation(of: $0, format: .L8, colorSpace: CGColorSpaceCreateDeviceGray()) }
    }

    private static func code(_ text: String) -> CIImage? {
        CIFilter(name: "CIQRCodeGenerator", parameters: ["inputMessage": Data(text.utf8), "inputCorrectionLevel": "M"])?.outputImage
    }
}
