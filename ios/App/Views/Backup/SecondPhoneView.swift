import HandrailKit
import SwiftUI

/// Two phones side by side: a code, four words, a "same" on each.
struct SecondPhoneView: View {
    @Bindable var model: SecondPhoneModel
    let say: Saying
    /// Draws a square code from its text.
    let square: @MainActor (String) -> Image

    var body: some View {
        List {
            Heading(say(.say("second-title")))
            switch model.stage {
            case .choose:
                Text(say(.say("second-what-first")))
                Text(say(.say("second-what-second")))
                OtherButton(say(.say("code-scan"))) { Task { await model.scan() } }
            case .shown(let text):
                Text(say(.say("second-phone-show")))
                square(text).resizable().scaledToFit().accessibilityHidden(true)
            case .waiting: Text(say(.say("second-waits")))
            case .words(let words):
                Text(say(.say("second-phone-words")))
                FourWords(words: words)
                TextField(say(.say("backup-other-phone")), text: $model.name)
                OtherButton(say(.say("reader-words-different"))) { Task { await model.say(same: false) } }
            }
        }
        .safeAreaInset(edge: .bottom) {
            switch model.stage {
            case .choose: MainButton(say(.say("second-show"))) { Task { await model.show() } }
            case .shown, .waiting: EmptyView()
            case .words: MainButton(say(.say("reader-words-same"))) { Task { await model.say(same: true) } }
            }
        }
    }
}
