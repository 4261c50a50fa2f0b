import HandrailKit
import SwiftUI

/// Everything out, in again, or on paper.
struct TakeOutView: View {
    let model: TakeOutModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("shell-more-take-out")))
            Text(say(.say("take-out-what")))
            Text(say(.say("take-out-private"))).foregroundStyle(.secondary)
            if model.busy { WaitingLine(says: say(.say("take-out-under-way")), say: say) { model.stop() } }
            if let progress = model.progress { Meter(progress: progress, say: say) }
            OtherButton(say(.say("take-out-print"))) { Task { await model.print(.filled) } }.disabled(model.busy)
            OtherButton(say(.say("take-out-print-blank"))) { Task { await model.print(.blank) } }.disabled(model.busy)
            Section {
                Text(say(.say("take-out-in-what"))).foregroundStyle(.secondary)
                OtherButton(say(.say("take-out-in-file"))) { Task { await model.bringIn() } }.disabled(model.busy)
            } header: {
                Text(say(.say("take-out-in"))).accessibilityAddTraits(.isHeader)
            }
            OtherButton(say(.say("take-out-erase"))) { model.erase() }
            Text(say(.say("take-out-erase-line"))).foregroundStyle(.secondary)
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("take-out-file"))) { Task { await model.takeOut() } }.disabled(model.busy) }
    }
}

/// Everything gone from this phone.
struct EraseView: View {
    @Bindable var model: EraseModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("take-out-erase")))
            if model.gone {
                Text(say(.say("take-out-erased")))
            } else {
                Text(say(.say("take-out-erase-what")))
                Text(say(.say("take-out-erase-not")))
                CodeField(label: say(.say("take-out-erase-type", ["word": .words(text: model.word)])), text: $model.typed)
            }
        }
        .safeAreaInset(edge: .bottom) {
            if !model.gone {
                MainButton(say(.say("take-out-erase"))) { Task { await model.erase() } }.disabled(!model.mayErase)
            }
        }
    }
}
