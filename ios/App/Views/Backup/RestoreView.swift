import HandrailKit
import SwiftUI

/// Notes come back, after the person said that they are theirs.
struct RestoreScreen: View {
    @Bindable var model: RestoreModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("restore-begin")))
            switch model.stage {
            case .code:
                OtherButton(say(.say("pair-scan"))) { Task { await model.scan() } }
                CodeField(label: say(.say("backup-code-again")), text: $model.code)
                CodeField(label: say(.say("helped-card-title")), text: $model.theirs)
                CodeField(label: say(.say("backup-relay")), text: $model.relay)
                Toggle(say(.say("restore-old-phone-lost")), isOn: $model.oldPhoneIsLost)
                if let says = model.says { Text(say(says)) }
            case .coming: Text(say(.say("restore-coming")))
            case .found:
                ForEach(model.found, id: \.self) { line in Text(say(line)) }
                Text(say(.say("restore-is-it-yours"))).font(.headline)
                OtherButton(say(.say("shell-no"))) { Task { await model.answer(mine: false) } }
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .code: MainButton(say(.say("shell-next"))) { Task { await model.begin() } }
            case .coming: EmptyView()
            case .found: MainButton(say(.say("shell-yes"))) { Task { await model.answer(mine: true) } }
            }
        }
    }
}
