import HandrailKit
import SwiftUI

/// Notes come back, after the person said that they are theirs.
struct RestoreScreen: View {
    @Bindable var model: RestoreModel
    let say: Saying

    var body: some View {
        List {
            switch model.stage {
            case .code: code
            case .coming:
                Heading(say(.say("restore-title")))
                Text(say(.say("restore-coming")))
                if model.waits { WaitingLine(says: say(.say("sent-sending")), say: say) { model.stop() } }
                if let progress = model.progress { Meter(progress: progress, say: say) }
                OtherButton(say(.say("restore-other-code"))) { Task { await model.otherCode() } }.disabled(model.waits)
            case .found:
                Heading(say(.say("restore-is-it-yours")))
                ForEach(Array(model.found.enumerated()), id: \.offset) { _, line in Text(say(line)) }
                if model.waits { WaitingLine(says: say(.say("restore-coming")), say: say) { model.stop() } }
                OtherButton(say(.say("restore-no"))) { Task { await model.answer(mine: false) } }.disabled(model.waits)
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .code:
                if model.canScan, model.code.isEmpty {
                    MainButton(say(.say("code-scan"))) { Task { await model.scan() } }
                } else {
                    MainButton(say(.say("shell-next"))) { Task { await model.begin() } }
                }
            case .coming: MainButton(say(.say("shell-again"))) { Task { await model.fetch() } }.disabled(model.waits)
            case .found: MainButton(say(.say("restore-yes"))) { Task { await model.answer(mine: true) } }.disabled(model.waits)
            }
        }
        .task { await model.read() }
    }

    @ViewBuilder private var code: some View {
        Heading(say(.say("restore-title")))
        Text(say(.say("restore-begin")))
        if model.beside { Text(say(.say("restore-beside"))) }
        Toggle(say(.say("restore-old-phone-lost")), isOn: $model.oldPhoneIsLost)
        CodeField(label: say(.say("restore-code")), text: $model.code)
        ForEach(Array(model.says.enumerated()), id: \.offset) { _, says in Text(say(says)) }
        CodeField(label: say(.say("backup-address")), text: $model.relay)
        if let wrong = model.wrong { Text(say(wrong)).font(.callout) }
        CodeField(label: say(.say("restore-theirs")), text: $model.theirs)
        Text(say(.say("restore-theirs-when"))).foregroundStyle(.secondary)
        OtherButton(say(.say("second-title"))) { model.secondPhone() }
    }
}
