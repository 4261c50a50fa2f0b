import AVFoundation
import Foundation
import HandrailKit
import Observation
import SwiftUI
import VisionKit

/// Reads a code with the camera. Where there is none that can, or it was not allowed, codes are typed.
@MainActor @Observable
final class PhoneScanner: HandrailKit.Scanner {
    private(set) var scanning = false
    @ObservationIgnored private var waiting: CheckedContinuation<String?, Never>?

    var available: Bool { DataScannerViewController.isSupported }

    func scan() async -> String? {
        guard available, waiting == nil, await AVCaptureDevice.requestAccess(for: .video), DataScannerViewController.isAvailable
        else { return nil }
        return await withCheckedContinuation {
            waiting = $0
            scanning = true
        }
    }

    /// A code, or nil where the person went back.
    func answer(_ text: String?) {
        scanning = false
        waiting?.resume(returning: text)
        waiting = nil
    }
}

/// The camera with a sentence above it and the way back below.
struct ScanView: View {
    let scanner: PhoneScanner
    let say: Saying

    var body: some View {
        VStack(spacing: 16) {
            Text(say(.say("shell-scan-why"))).font(.headline).padding()
            Camera(scanner: scanner)
            OtherButton(say(.say("shell-scan-type-instead"))) { scanner.answer(nil) }.padding()
        }
    }
}

/// No picture is kept, shown to anybody or sent.
private struct Camera: UIViewControllerRepresentable {
    let scanner: PhoneScanner

    func makeCoordinator() -> Found { Found(scanner) }

    func makeUIViewController(context: Context) -> DataScannerViewController {
        let camera = DataScannerViewController(
            recognizedDataTypes: [.barcode(symbologies: [.qr])], isHighFrameRateTrackingEnabled: false, isGuidanceEnabled: false,
            isHighlightingEnabled: true)
        camera.delegate = context.coordinator
        return camera
    }

    // By now it is in a window; it does not begin before.
    func updateUIViewController(_ camera: DataScannerViewController, context: Context) {
        if camera.isScanning { return }
        do {
            try camera.startScanning()
        } catch {
            // Not while it is being drawn.
            Task { scanner.answer(nil) }
        }
    }

    static func dismantleUIViewController(_ camera: DataScannerViewController, coordinator: Found) { camera.stopScanning() }

    @MainActor
    final class Found: DataScannerViewControllerDelegate {
        private let scanner: PhoneScanner

        init(_ scanner: PhoneScanner) {
            self.scanner = scanner
        }

        func dataScanner(_ dataScanner: DataScannerViewController, didAdd addedItems: [RecognizedItem], allItems: [RecognizedItem]) {
            for case .barcode(let code) in addedItems {
                if let text = code.payloadStringValue { scanner.answer(text) }
            }
        }

        func dataScanner(
            _ dataScanner: DataScannerViewController, becameUnavailableWithError error: DataScannerViewController.ScanningUnavailable
        ) {
            scanner.answer(nil)
        }
    }
}
