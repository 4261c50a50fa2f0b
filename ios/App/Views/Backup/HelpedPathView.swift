import HandrailKit
import SwiftUI

/// One half on a card, the other with a reader.
struct HelpedPathView: View {
    @Bindable var model: HelpedPathModel
    let say: Saying

    var body: some View {
        List {
            if let card = model.card, model.joining {
                Heading(say(.say("helped-card-title")))
                Text(say(about("helped-join", card.reader)))
                CodeField(label: say(.say("helped-my-half")), text: $model.typedCard)
                CodeField(label: say(about("helped-their-half", card.reader)), text: $model.typedTheirs)
                ForEach(Array(model.says.enumerated()), id: \.offset) { _, says in Text(say(says)) }
                OtherButton(say(.say("helped-see-card"))) { model.join(false) }
            } else if let card = model.card, let address = model.address {
                Heading(say(.say("helped-card-title")))
                Text(say(about("helped-card-what", card.reader)))
                Groups(groups: model.groups, say: say)
                SquareCode(text: card.square, say: say)
                Text(say(address)).foregroundStyle(.secondary)
                OtherButton(say(.say("review-print"))) { model.print() }
                Text(say(.say("backup-write-down"))).foregroundStyle(.secondary)
            } else {
                Heading(say(.say("helped-title")))
                if model.readers.isEmpty { Text(say(.say("readers-empty"))).foregroundStyle(.secondary) }
                ForEach(Array(model.readers.enumerated()), id: \.offset) { _, reader in
                    VStack(alignment: .leading, spacing: 8) {
                        Text(reader.name).font(.headline)
                        Text(say(about("helped-offer", reader.name)))
                        Text(say(about("helped-who-can-read", reader.name))).foregroundStyle(.secondary)
                        OtherButton(say(about("helped-make", reader.name))) { Task { await model.make(reader) } }
                    }
                }
            }
        }
        .safeAreaInset(edge: .bottom) {
            if model.joining {
                MainButton(say(.say("shell-next"))) { Task { await model.join() } }
            } else if model.card != nil {
                MainButton(say(.say("shell-next"))) { model.join(true) }
            }
        }
        .task { await model.read() }
    }

    private func about(_ id: String, _ name: String) -> Said {
        .say(id, ["name": .words(text: name)])
    }
}
