import HandrailKit
import SwiftUI

/// Scan, compare four words, say "same".
struct PairView: View {
    @Bindable var model: PairModel
    let say: Saying

    var body: some View {
        List {
            switch model.stage {
            case .scan:
                Heading(say(.say("readers-add")))
                Text(say(.say("pair-what")))
                Text(say(.say("pair-what-goes"))).foregroundStyle(.secondary)
                CodeField(label: say(.say("pair-type")), text: $model.typed)
                if model.canScan {
                    OtherButton(say(.say("shell-next"))) { Task { await model.take(model.typed) } }.disabled(model.typed.isEmpty)
                }
            case .name(let name):
                Heading(say(.say("readers-add")))
                Text(name).font(.title2)
                Text(say(about("pair-is-it", name)))
                waiting
            case .words(let words):
                Heading(say(.say("pair-words")))
                Text(say(about("reader-words", model.name)))
                FourWords(words: words, say: say)
                OtherButton(say(.say("reader-words-different"))) { Task { await model.say(same: false) } }.disabled(model.waits)
                waiting
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .scan:
                if model.canScan {
                    MainButton(say(.say("code-scan"))) { Task { await model.scan() } }
                } else {
                    MainButton(say(.say("shell-next"))) { Task { await model.take(model.typed) } }
                }
            case .name: MainButton(say(.say("pair-go"))) { Task { await model.go() } }.disabled(model.waits)
            case .words: MainButton(say(.say("reader-words-same"))) { Task { await model.say(same: true) } }.disabled(model.waits)
            }
        }
    }

    @ViewBuilder private var waiting: some View {
        if model.waits { WaitingLine(says: say(about("pair-waits", model.name)), say: say) { model.stop() } }
        MinutesLeft(minutes: model.minutes, waits: model.waits, say: say) { model.startAgain() }
    }

    private func about(_ id: String, _ name: String) -> Said { .say(id, ["name": .words(text: name)]) }
}
