import HandrailKit
import SwiftUI

/// The sheet to keep, and its code typed in once.
struct RecoveryCodeView: View {
    @Bindable var model: RecoveryCodeModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("backup-sheet-title")))
            Text(say(.say("backup-sheet-what")))
            if let sheet = model.sheet {
                Text(sheet.code).font(.title2.monospaced()).environment(\.layoutDirection, .leftToRight)
                Text(say(.say("backup-sheet-address", ["relay": .words(text: sheet.relay)])))
                Text(say(.say("backup-write-down")))
                Text(say(.say("backup-code-again")))
                CodeField(label: say(.say("backup-code")), text: $model.typed)
                if let says = model.says { Text(say(says)) }
            } else {
                CodeField(label: say(.say("backup-address")), text: $model.relay)
            }
        }
        .safeAreaInset(edge: .bottom) {
            if model.sheet == nil {
                MainButton(say(.say("backup-make-sheet"))) { Task { await model.make() } }
            } else {
                MainButton(say(.say("shell-done"))) { Task { await model.verify() } }
            }
        }
        .task { await model.read() }
    }
}
