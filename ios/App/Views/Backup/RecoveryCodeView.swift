import HandrailKit
import SwiftUI

/// The sheet to keep, and its code typed in once.
struct RecoveryCodeView: View {
    @Bindable var model: RecoveryCodeModel
    let say: Saying

    var body: some View {
        List {
            if model.checking {
                Heading(say(.say("backup-type-code")))
                Text(say(.say("backup-code-again")))
                CodeField(label: say(.say("backup-code")), text: $model.typed)
                ForEach(Array(model.says.enumerated()), id: \.offset) { _, says in Text(say(says)) }
                OtherButton(say(.say("backup-see-sheet"))) { model.check(false) }
            } else if let sheet = model.sheet, let address = model.address {
                Heading(say(.say("backup-sheet-title")))
                Text(say(.say("backup-sheet-what")))
                Groups(groups: model.groups, say: say)
                SquareCode(text: sheet.square, say: say)
                Text(say(address)).foregroundStyle(.secondary)
                OtherButton(say(.say("review-print"))) { model.print() }
                Text(say(.say("backup-write-down"))).foregroundStyle(.secondary)
            } else {
                Heading(say(.say("backup-turn-on")))
                Text(say(.say("backup-sheet-what")))
                Text(say(.say("backup-who-can-read"))).foregroundStyle(.secondary)
                if !model.places.isEmpty {
                    Text(say(.say("backup-where"))).font(.headline)
                    Choices(choices: model.places, chosen: [model.place], say: say) { model.place = $0 }
                }
                if model.place.isEmpty {
                    CodeField(label: say(.say("backup-address")), text: $model.relay)
                    Text(say(model.wrong ?? .say("backup-address-hint"))).font(.callout)
                }
            }
        }
        .safeAreaInset(edge: .bottom) {
            if model.checking {
                MainButton(say(.say("shell-next"))) { Task { await model.verify() } }
            } else if model.sheet != nil {
                MainButton(say(.say("shell-next"))) { model.check(true) }
            } else {
                MainButton(say(.say("backup-make-sheet"))) { Task { await model.make() } }
            }
        }
        .task { await model.read() }
    }
}
