import Foundation
import HandrailKit
import UIKit
import UniformTypeIdentifiers

/// The system's own choosers of files. The app sees a copy of what was chosen, and nothing else that is there.
@MainActor
final class PhoneChoosing: NSObject, Choosing, UIDocumentPickerDelegate {
    private var waiting: CheckedContinuation<[URL], Never>?

    func whereTo(_ file: URL) async -> Bool {
        await !chosen(UIDocumentPickerViewController(forExporting: [file], asCopy: true)).isEmpty
    }

    func whichOne() async throws -> URL? {
        await chosen(UIDocumentPickerViewController(forOpeningContentTypes: [.json, .data], asCopy: true)).first
    }

    private func chosen(_ picker: UIDocumentPickerViewController) async -> [URL] {
        guard waiting == nil, let front = Front.controller else { return [] }
        picker.delegate = self
        return await withCheckedContinuation {
            waiting = $0
            front.present(picker, animated: true)
        }
    }

    func documentPicker(_ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL]) { answer(urls) }
    func documentPickerWasCancelled(_ controller: UIDocumentPickerViewController) { answer([]) }

    private func answer(_ urls: [URL]) {
        waiting?.resume(returning: urls)
        waiting = nil
    }
}
