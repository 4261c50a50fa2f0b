import CoreImage
import Foundation
import SwiftUI

/// A square code, drawn in memory.
enum Square {
    @MainActor private static let drawing = CIContext()

    @MainActor
    static func image(_ text: String) -> Image {
        let filter = CIFilter(name: "CIQRCodeGenerator", parameters: ["inputMessage": Data(text.utf8), "inputCorrectionLevel": "M"])
        // One point for each square of it; it is drawn larger with hard edges.
        guard let code = filter?.outputImage, let drawn = drawing.createCGImage(code, from: code.extent) else {
            return Image(systemName: "qrcode")
        }
        return Image(decorative: drawn, scale: 1).interpolation(.none)
    }
}
