import Foundation
import HandrailKit

/// The texts of the String Catalog that is built into the app, in one language.
// A bundle is read from every thread; not every version of the system says so of its type.
struct BundleTexts: Texts, @unchecked Sendable {
    let locale: Locale
    private let bundle: Bundle

    /// - Parameter language: nil: the phone's.
    init(_ language: String?) {
        let folder = language.flatMap { Bundle.main.path(forResource: $0, ofType: "lproj") }.flatMap { Bundle(path: $0) }
        bundle = folder ?? .main
        if let language, folder != nil {
            // Days and numbers as in that language, where the phone is.
            locale = Locale(identifier: Locale.current.region.map { "\(language)_\($0.identifier)" } ?? language)
        } else {
            locale = .current
        }
    }

    func filled(_ id: String, _ values: [TextValue]) -> String? {
        let text = bundle.localizedString(forKey: id, value: Self.none, table: nil)
        guard text != Self.none else { return nil }
        if values.isEmpty { return text }
        let arguments = values.map { value -> any CVarArg in
            switch value {
            case .words(let words): words as NSString
            case .count(let count): count
            }
        }
        return String(format: text, locale: locale, arguments: arguments)
    }

    // No text is this.
    private static let none = "\u{0}"
}
