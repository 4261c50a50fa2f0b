import HandrailKit
import SwiftUI

/// Two phones side by side: a code, four words, a "same" on each.
struct SecondPhoneView: View {
    @Bindable var model: SecondPhoneModel
    let say: Saying

    var body: some View {
        List {
            switch model.stage {
            case .choose:
                Heading(say(.say("second-title")))
                Text(say(.say(model.first ? "second-what-first" : "second-what-second")))
                if model.waits { waiting }
                if !model.first {
                    if model.beside { Text(say(.say("restore-beside"))).foregroundStyle(.secondary) }
                    CodeField(label: say(.say("pair-type")), text: $model.typed)
                    if model.canScan {
                        OtherButton(say(.say("shell-next"))) { Task { await model.take(model.typed) } }.disabled(model.typed.isEmpty)
                    }
                }
            case .shown(let text):
                Heading(say(.say("second-title")))
                Text(say(.say("second-scan-this")))
                SquareCode(text: text, say: say)
                if model.waits { waiting }
                minutes
            case .words(let words):
                Heading(say(.say("pair-words")))
                Text(say(.say("second-words")))
                FourWords(words: words, say: say)
                if model.waits { waiting }
                OtherButton(say(.say("reader-words-different"))) { Task { await model.say(same: false) } }.disabled(model.waits)
                minutes
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .choose: choose
            case .shown: MainButton(say(.say("second-scanned"))) { Task { await model.scanned() } }.disabled(model.waits)
            case .words: MainButton(say(.say("reader-words-same"))) { Task { await model.say(same: true) } }.disabled(model.waits)
            }
        }
        .task { await model.read() }
    }

    @ViewBuilder private var choose: some View {
        if model.first {
            MainButton(say(.say("second-show"))) { Task { await model.show() } }.disabled(model.waits)
        } else if model.canScan {
            MainButton(say(.say("code-scan"))) { Task { await model.scan() } }.disabled(model.waits)
        } else {
            MainButton(say(.say("shell-next"))) { Task { await model.take(model.typed) } }.disabled(model.waits)
        }
    }

    private var waiting: some View { WaitingLine(says: say(.say("second-waits")), say: say) { model.stop() } }

    private var minutes: some View {
        MinutesLeft(minutes: model.minutes, waits: model.waits, say: say) { model.startAgain() }
    }
}
