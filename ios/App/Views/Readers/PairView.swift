import HandrailKit
import SwiftUI

/// Scan, compare four words, say "same".
struct PairView: View {
    @Bindable var model: PairModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("shell-more-readers")))
            switch model.stage {
            case .scan:
                CodeField(label: say(.say("pair-code")), text: $model.typed)
                OtherButton(say(.say("shell-next"))) { Task { await model.take(model.typed) } }
            case .name(let name): Text(name).font(.title2)
            case .waiting:
                Text(say(.say("shell-loading")))
                OtherButton(say(.say("shell-cancel"))) { model.stop() }
            case .words(let words):
                Text(say(.say("second-phone-words")))
                FourWords(words: words)
                OtherButton(say(.say("reader-words-different"))) { Task { await model.say(same: false) } }
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .scan: MainButton(say(.say("pair-scan"))) { Task { await model.scan() } }
            case .name: MainButton(say(.say("shell-next"))) { Task { await model.go() } }
            case .waiting: EmptyView()
            case .words: MainButton(say(.say("reader-words-same"))) { Task { await model.say(same: true) } }
            }
        }
    }
}
