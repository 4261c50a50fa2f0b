import HandrailKit
import SwiftUI

/// One half on a card, the other with a reader.
struct HelpedPathView: View {
    @Bindable var model: HelpedPathModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("helped-title")))
            if let card = model.card {
                Text(say(about("helped-card-what", card.reader)))
                Text(card.half).font(.title2.monospaced()).environment(\.layoutDirection, .leftToRight)
                Text(say(.say("helped-card-address", ["relay": .words(text: card.relay)])))
                Text(say(about("helped-join", card.reader)))
                CodeField(label: say(.say("helped-my-half")), text: $model.typedCard)
                CodeField(label: say(about("helped-their-half", card.reader)), text: $model.typedTheirs)
                if let says = model.says { Text(say(says)) }
            } else {
                ForEach(Array(model.readers.enumerated()), id: \.offset) { _, reader in
                    Text(say(about("helped-offer", reader.name)))
                    Text(say(about("helped-who-can-read", reader.name)))
                    OtherButton(say(about("helped-make", reader.name))) { Task { await model.make(reader) } }
                }
            }
        }
        .safeAreaInset(edge: .bottom) {
            if model.card != nil { MainButton(say(.say("shell-done"))) { Task { await model.join() } } }
        }
        .task { await model.read() }
    }

    private func about(_ id: String, _ name: String) -> Said {
        .say(id, ["name": .words(text: name)])
    }
}
