import HandrailKit
import SwiftUI

/// Notes come back, after the person said that they are theirs.
struct RestoreScreen: View {
    @Bindable var model: RestoreModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("restore-title")))
            switch model.stage {
            case .code:
                Text(say(.say("restore-begin")))
                OtherButton(say(.say("code-scan"))) { Task { await model.scan() } }
                CodeField(label: say(.say("restore-code")), text: $model.code)
                CodeField(label: say(.say("restore-theirs")), text: $model.theirs)
                CodeField(label: say(.say("backup-address")), text: $model.relay)
                Toggle(say(.say("restore-old-phone-lost")), isOn: $model.oldPhoneIsLost)
                if let says = model.says { Text(say(says)) }
            case .coming: Text(say(.say("restore-coming")))
            case .found:
                ForEach(model.found, id: \.self) { line in Text(say(line)) }
                Text(say(.say("restore-is-it-yours"))).font(.headline)
                OtherButton(say(.say("restore-no"))) { Task { await model.answer(mine: false) } }
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .code: MainButton(say(.say("shell-next"))) { Task { await model.begin() } }
            case .coming: EmptyView()
            case .found: MainButton(say(.say("restore-yes"))) { Task { await model.answer(mine: true) } }
            }
        }
    }
}
