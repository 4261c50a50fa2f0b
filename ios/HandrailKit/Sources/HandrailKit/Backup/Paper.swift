import Foundation

/// A sheet or card with a code, as one page of HTML that stands alone: without the app's colours, to be kept for years.
enum Paper {
    /// - Parameter square: the square code as a picture (PNG); nil where this phone cannot draw one.
    static func page(
        language: String, title: String, what: String, code: String, square: Data?, address: String
    ) -> String {
        let drawn = square.map { "<img alt=\"\" src=\"data:image/png;base64,\($0.base64EncodedString())\">" } ?? ""
        let groups = groups(code).map { "<li>\(escaped($0))</li>" }.joined()
        let direction = ["ar", "fa", "he", "ur"].contains(String(language.prefix(2))) ? "rtl" : "ltr"
        return """
            <!doctype html><html lang="\(language)" dir="\(direction)"><meta charset="utf-8"><title>\(escaped(title))</title>
            <style>body{font:14pt sans-serif;margin:20mm}li{font:20pt monospace;direction:ltr}img{width:50mm;height:50mm;image-rendering:pixelated}</style>
            <h1>\(escaped(title))</h1><p>\(escaped(what))</p><ol>\(groups)</ol>\(drawn)<p>\(escaped(address))</p></html>
            """
    }

    /// Groups of a code, numbered as they are asked for again.
    static func groups(_ code: String) -> [String] { code.split(separator: "-").map(String.init) }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { page, sign in
            switch sign {
            case "&": page += "&amp;"
            case "<": page += "&lt;"
            case ">": page += "&gt;"
            default: page.append(sign)
            }
        }
    }
}
