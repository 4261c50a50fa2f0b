import HandrailKit
import SwiftUI

/// Everything out, in, on paper, or away for good.
struct TakeOutView: View {
    @Bindable var model: TakeOutModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("shell-more-take-out")))
            Text(say(.say("export-private")))
            OtherButton(say(.say("take-out-print"))) { Task { await model.print(.filled) } }
            OtherButton(say(.say("export-blank"))) { Task { await model.print(.blank) } }
            OtherButton(say(.say("take-out-bring-in"))) { Task { await model.bringIn() } }
            Section {
                Toggle(say(.say("take-out-erase-sure")), isOn: $model.eraseAsked)
                if model.eraseAsked { OtherButton(say(.say("take-out-erase"))) { Task { await model.erase() } } }
            }
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("take-out-file"))) { Task { await model.takeOut() } }.disabled(model.busy) }
    }
}
