import HandrailKit
import SwiftUI

/// The first start: a language, what this is, and nothing asked.
struct FirstRunView: View {
    @Bindable var model: FirstRunModel
    let say: Saying

    var body: some View {
        if model.page == "what" { what } else { language }
    }

    // The names of the languages need no words.
    private var language: some View {
        List {
            Heading(say(.say("shell-choose-language")))
            ForEach(LANGUAGES, id: \.0) { tag, name in
                OtherButton(name) { Task { await model.choose(tag) } }
            }
        }
    }

    private var what: some View {
        List {
            Heading(say(.say("shell-welcome-title")))
            Text(say(.say("shell-welcome-what")))
            Text(say(.say("shell-welcome-yours")))
            if model.more {
                Text(say(.say("shell-welcome-share")))
                Text(say(.say("shell-welcome-not-emergency")))
            } else {
                OtherButton(say(.say("shell-read-more"))) { model.more = true }
            }
            OtherButton(say(.say("shell-have-notes"))) { model.restore() }
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("shell-begin"))) { model.begin() } }
    }
}
