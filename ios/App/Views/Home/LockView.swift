import HandrailKit
import SwiftUI

/// One button to open, one for help. Nothing of the record is on it.
struct LockContent: View {
    let say: Saying
    let unlock: @MainActor () async -> Void
    let help: @MainActor () -> Void

    var body: some View {
        List {
            Heading(say(.say("shell-locked-title")))
            OtherButton(say(.say("shell-help-now")), action: help)
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("shell-unlock"))) { Task { await unlock() } } }
    }
}

/// The whole window while the app is shut. Help is there from what is built in: who holds a locked phone learns nothing of the person.
struct LockedWindow: View {
    let strings: Strings
    let unlock: @MainActor () async -> Void
    let help: @MainActor () -> HelpWithoutRecord
    @State private var asked: HelpWithoutRecord?

    var body: some View {
        if let asked {
            HelpWithoutRecordView(model: asked, strings: strings) { self.asked = nil }
        } else {
            LockContent(say: { strings.say($0) }, unlock: unlock) { asked = help() }
        }
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
            LockContent(say: say, unlock: { await model.unlock() }, help: { model.help() })
        }
    }
}

/// The whole window when the record cannot be opened: no empty record in its place, and help all the same.
struct WithoutRecordView: View {
    let says: Said
    /// Whether the key is gone, so that the backup is the way back.
    let lost: Bool
    let strings: Strings
    let again: @MainActor () async -> Void
    let restore: @MainActor () async -> Void
    let help: @MainActor () -> HelpWithoutRecord
    @State private var asked: HelpWithoutRecord?

    private func say(_ said: Said) -> String { strings.say(said) }

    var body: some View {
        if let asked {
            HelpWithoutRecordView(model: asked, strings: strings) { self.asked = nil }
        } else {
            List {
                Heading(say(.say(lost ? "shell-key-lost-title" : "app-name")))
                Text(say(says))
                OtherButton(say(.say("shell-help-now"))) { asked = help() }
                if lost { OtherButton(say(.say("shell-key-lost-restore"))) { Task { await restore() } } }
            }
            .safeAreaInset(edge: .bottom) { MainButton(say(.say("shell-again"))) { Task { await again() } } }
        }
    }
}
