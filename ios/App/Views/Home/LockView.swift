import HandrailKit
import SwiftUI

/// The whole window while no screen of the record may be seen. Help is where it is on every screen, from what is built in: who holds a locked
/// phone learns nothing of the person.
struct ClosedWindow<Content: View>: View {
    private let strings: Strings
    private let help: @MainActor () -> HelpWithoutRecord
    private let unlock: (@MainActor () async -> Void)?
    private let content: Content
    @State private var asked: HelpWithoutRecord?

    /// - Parameter unlock: opens the record and goes on to the person's own numbers; nil where there is no lock to open.
    init(
        _ strings: Strings, help: @escaping @MainActor () -> HelpWithoutRecord, unlock: (@MainActor () async -> Void)? = nil,
        @ViewBuilder content: () -> Content
    ) {
        (self.strings, self.help, self.unlock) = (strings, help, unlock)
        self.content = content()
    }

    var body: some View {
        VStack(spacing: 0) {
            HStack {
                if asked != nil {
                    Button(strings.say("shell-back")) { asked = nil }.buttonStyle(.borderless).frame(minHeight: 44)
                }
                Spacer()
                if asked == nil { HelpButton(strings: strings) { asked = help() } }
            }
            .padding(.leading, 16)
            if let asked {
                HelpWithoutRecordView(model: asked, strings: strings, unlock: unlock)
            } else {
                content
            }
        }
    }
}

/// One tap to whom and what there is, from everywhere.
struct HelpButton: View {
    let strings: Strings
    let action: @MainActor () -> Void

    var body: some View {
        Button(strings.say("shell-help-now"), action: action)
            .buttonStyle(.bordered)
            .frame(minHeight: 44)
            .padding(.trailing, 16)
    }
}

/// The lock: one button to open. Nothing of the record is on it.
struct LockContent: View {
    let say: Saying
    let unlock: @MainActor () async -> Void

    var body: some View {
        List { Heading(say(.say("shell-locked-title"))) }
            .safeAreaInset(edge: .bottom) { MainButton(say(.say("shell-unlock"))) { Task { await unlock() } } }
    }
}

/// The choices about who may look, and the lock as a place.
struct GuardView: View {
    @Bindable var model: GuardModel
    let say: Saying

    var body: some View {
        if model.choosing {
            List {
                Heading(say(.say("shell-settings-private")))
                if model.canLock {
                    Toggle(say(.say("shell-settings-lock")), isOn: $model.locked)
                } else {
                    Text(say(.say("shell-settings-lock-none")))
                }
                Toggle(say(.say("shell-settings-hidden")), isOn: $model.hidden)
            }
        } else {
            LockContent(say: say) { await model.unlock() }
        }
    }
}

/// What is said when the record cannot be opened: there is no empty record in its place.
struct NotOpened: View {
    let says: Said
    /// Whether the key is gone, so that the backup is the way back.
    let lost: Bool
    let say: Saying
    let again: @MainActor () async -> Void
    let restore: @MainActor () async -> Void

    var body: some View {
        List {
            Heading(say(.say(lost ? "shell-key-lost-title" : "app-name")))
            Text(say(says))
            if lost { OtherButton(say(.say("shell-key-lost-restore"))) { Task { await restore() } } }
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("shell-again"))) { Task { await again() } } }
    }
}
