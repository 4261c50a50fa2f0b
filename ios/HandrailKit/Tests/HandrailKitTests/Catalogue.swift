import Foundation

@testable import HandrailKit

/// The String Catalog as Xcode would build it in: the same texts, and the plural rules of the three languages (CLDR) written out.
struct Catalogue: Texts {
    let locale: Locale
    private let texts: [String: [String: String]]

    init(_ language: String, country: String) throws {
        locale = Locale(identifier: "\(language)_\(country)")
        let folder = ProcessInfo.processInfo.environment["HANDRAIL_STRINGS"] ?? "src/Words"
        let data = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent("Localizable.xcstrings"))
        let whole = try JSONDecoder().decode(Whole.self, from: data)
        texts = whole.strings.mapValues { entry in
            guard let here = entry.localizations[language] else { return [:] }
            if let unit = here.stringUnit { return ["": unit.value] }
            return here.variations?.plural.mapValues { $0.stringUnit.value } ?? [:]
        }
    }

    private struct Whole: Decodable { let strings: [String: Entry] }
    private struct Entry: Decodable { let localizations: [String: Localization] }
    private struct Localization: Decodable {
        let stringUnit: Unit?
        let variations: Variations?
    }
    private struct Variations: Decodable { let plural: [String: Form] }
    private struct Form: Decodable { let stringUnit: Unit }
    private struct Unit: Decodable { let value: String }

    func filled(_ id: String, _ values: [TextValue]) -> String? {
        guard let forms = texts[id] else { return nil }
        var chosen = forms[""]
        for case .count(let count) in values { chosen = forms[form(count)] ?? forms["other"] ?? chosen }
        guard var text = chosen else { return nil }
        for (number, value) in values.enumerated() {
            let shown =
                switch value {
                case .words(let words): words
                case .count(let count): count.formatted(.number.locale(locale))
                }
            for kind in ["@", "lld"] { text = text.replacingOccurrences(of: "%\(number + 1)$\(kind)", with: shown) }
        }
        return text
    }

    private func form(_ count: Int64) -> String {
        switch locale.language.languageCode?.identifier {
        case "ar":
            switch (count, count % 100) {
            case (0, _): "zero"
            case (1, _): "one"
            case (2, _): "two"
            case (_, 3...10): "few"
            case (_, 11...99): "many"
            default: "other"
            }
        case "es" where count != 0 && count % 1_000_000 == 0: "many"
        default: count == 1 ? "one" : "other"
        }
    }
}
