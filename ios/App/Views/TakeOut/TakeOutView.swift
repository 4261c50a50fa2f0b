import HandrailKit
import SwiftUI

/// Everything out, in, on paper, or away for good.
struct TakeOutView: View {
    @Bindable var model: TakeOutModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("shell-more-take-out")))
            Text(say(.say("take-out-what")))
            Text(say(.say("take-out-private")))
            OtherButton(say(.say("take-out-print"))) { Task { await model.print(.filled) } }
            OtherButton(say(.say("take-out-print-blank"))) { Task { await model.print(.blank) } }
            Text(say(.say("take-out-in-what")))
            OtherButton(say(.say("take-out-in"))) { Task { await model.bringIn() } }
            Section {
                Text(say(.say("take-out-erase-what")))
                Text(say(.say("take-out-erase-not")))
                CodeField(label: say(.say("take-out-erase-type", ["word": .words(text: model.word)])), text: $model.typed)
                if model.mayErase { OtherButton(say(.say("take-out-erase"))) { Task { await model.erase() } } }
            } header: {
                Text(say(.say("take-out-erase"))).accessibilityAddTraits(.isHeader)
            }
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("take-out-file"))) { Task { await model.takeOut() } }.disabled(model.busy) }
    }
}
