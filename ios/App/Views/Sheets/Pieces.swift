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

/// Words to compare with those on another screen, numbered: they are read out one by one.
struct FourWords: View {
    let words: [String]
    let say: Saying

    var body: some View {
        ForEach(Array(words.enumerated()), id: \.offset) { place, word in
            Text(say(.joined([.amount(Double(place + 1)), .own(word)], ". "))).font(.title2)
        }
    }
}

/// Groups of a code, numbered as they are asked for again. They run from left to right in every language.
struct Groups: View {
    let groups: [String]
    let say: Saying

    var body: some View {
        ForEach(Array(groups.enumerated()), id: \.offset) { place, group in
            Text(say(.joined([.amount(Double(place + 1)), .number(group)], ". "))).font(.title2.monospaced())
        }
    }
}

/// A square code, dark on white in every theme, with the quiet margin that readers need.
struct SquareCode: View {
    let text: String
    let say: Saying

    var body: some View {
        Square.image(text)
            .resizable()
            .scaledToFit()
            .padding()
            .background(.white)
            .frame(maxWidth: 320)
            .accessibilityLabel(Text(say(.say("code-square"))))
    }
}

/// What is under way, and the button that stops it.
struct WaitingLine: View {
    let says: String
    let say: Saying
    let stop: @MainActor () -> Void

    var body: some View {
        Text(says)
        OtherButton(say(.say("shell-cancel")), action: stop)
    }
}

/// How far something long is.
struct Meter: View {
    let progress: Progressing
    let say: Saying

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            if let part = progress.part { ProgressView(value: part) }
            if let says = progress.says { Text(say(says)).foregroundStyle(.secondary) }
        }
        .task { await progress.run() }
    }
}

/// How long a code is still good, and a way to begin with a new one.
struct MinutesLeft: View {
    let minutes: Minutes
    let waits: Bool
    let say: Saying
    let again: @MainActor () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if let says = minutes.says { Text(say(says)).foregroundStyle(.secondary) }
            OtherButton(say(.say("shell-start-again")), action: again).disabled(waits)
        }
        .task {
            while !Task.isCancelled {
                minutes.pass()
                try? await Task.sleep(nanoseconds: 5_000_000_000)
            }
        }
    }
}
