import HandrailKit
import SwiftUI

/// The first heading of a screen.
struct Heading: View {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    var body: some View {
        Text(text).font(.title).accessibilityAddTraits(.isHeader)
    }
}

/// The one button at the bottom.
struct MainButton: View {
    private let text: String
    private let action: @MainActor () -> Void

    init(_ text: String, action: @escaping @MainActor () -> Void) {
        (self.text, self.action) = (text, action)
    }

    var body: some View {
        Button(action: action) { Text(text).frame(maxWidth: .infinity, minHeight: 44) }
            .buttonStyle(.borderedProminent)
            .padding()
    }
}

/// Another thing to do, in its own line.
struct OtherButton: View {
    private let text: String
    private let action: @MainActor () -> Void

    init(_ text: String, action: @escaping @MainActor () -> Void) {
        (self.text, self.action) = (text, action)
    }

    var body: some View {
        Button(text, action: action).buttonStyle(.borderless).frame(minHeight: 44)
    }
}

/// Letters and digits that are typed from paper: nothing is put right by the keyboard, and nothing is learnt by it.
struct CodeField: View {
    let label: String
    @Binding var text: String

    var body: some View {
        TextField(label, text: $text, axis: .vertical)
            .font(.body.monospaced())
            .autocorrectionDisabled()
            .textInputAutocapitalization(.never)
            .environment(\.layoutDirection, .leftToRight)
            .frame(minHeight: 44)
    }
}

/// Four words to compare, one below the other.
struct FourWords: View {
    let words: [String]

    var body: some View {
        ForEach(words, id: \.self) { word in Text(word).font(.title2) }
    }
}
