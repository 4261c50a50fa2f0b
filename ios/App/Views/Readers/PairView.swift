import HandrailKit
import SwiftUI

/// Scan, compare four words, say "same".
struct PairView: View {
    @Bindable var model: PairModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("readers-add")))
            switch model.stage {
            case .scan:
                Text(say(.say("pair-what")))
                Text(say(.say("pair-what-goes")))
                CodeField(label: say(.say("pair-type")), text: $model.typed)
                OtherButton(say(.say("shell-next"))) { Task { await model.take(model.typed) } }
            case .name(let name): Text(say(.say("pair-is-it", ["name": .words(text: name)]))).font(.title2)
            case .waiting:
                Text(say(.say("shell-loading")))
                OtherButton(say(.say("shell-cancel"))) { model.stop() }
            case .words(let words):
                Text(say(.say("pair-words")))
                FourWords(words: words)
                OtherButton(say(.say("reader-words-different"))) { Task { await model.say(same: false) } }
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .scan: MainButton(say(.say("code-scan"))) { Task { await model.scan() } }
            case .name: MainButton(say(.say("pair-go"))) { Task { await model.go() } }
            case .waiting: EmptyView()
            case .words: MainButton(say(.say("reader-words-same"))) { Task { await model.say(same: true) } }
            }
        }
    }
}
