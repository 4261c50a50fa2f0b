import HandrailKit
import SwiftUI
import UIKit

/// The frame around every screen: the way back, "I need help now" in the same place everywhere, and what was just done at the foot, with its
/// way back.
struct ShellView: View {
    let shell: Shell
    /// The way, for the system to keep.
    @Binding var way: String

    var body: some View {
        NavigationStack(path: above) {
            page(shell.places[0]).id(shell.places[0])
                .navigationDestination(for: Place.self) { page($0) }
        }
        .safeAreaInset(edge: .bottom) {
            if let note = shell.note { NoteView(note: note, shell: shell) }
        }
        .onChange(of: shell.keys, initial: true) { _, keys in way = Way.text(keys) }
        .task { await shell.follow() }
    }

    /// What lies over the first screen. The system takes screens off by itself when somebody swipes back.
    private var above: Binding<[Place]> {
        Binding {
            Array(shell.places.dropFirst())
        } set: { places in
            shell.cut(to: places.count + 1)
        }
    }

    private func page(_ place: Place) -> some View {
        PlaceView(place: place, shell: shell)
            .safeAreaInset(edge: .top) {
                if place.name != .helpNow {
                    HStack {
                        Spacer()
                        HelpButton(strings: shell.strings) { shell.go("help-now") }
                    }
                    .background(.bar)
                }
            }
            .navigationBarTitleDisplayMode(.inline)
            .toolbar(shell.canGoBack ? .visible : .hidden, for: .navigationBar)
    }
}

/// What was done, in a sentence, and how to take it back. It stays until the person goes on: nothing here is in a hurry.
private struct NoteView: View {
    let note: Shell.Note
    let shell: Shell

    private var says: String { shell.strings.say(note.says) }

    var body: some View {
        HStack(spacing: 16) {
            Text(says).frame(maxWidth: .infinity, alignment: .leading)
            if note.undo != nil {
                Button(shell.strings.say("shell-undo")) { Task { await shell.takeBack() } }.frame(minHeight: 44)
            }
        }
        .padding()
        .background(.bar)
        // Who does not see it hears it once.
        .onChange(of: says, initial: true) { _, says in UIAccessibility.post(notification: .announcement, argument: says) }
    }
}
