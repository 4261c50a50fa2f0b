import HandrailKit
import SwiftUI

/// Puts into words what a screen says.
typealias Saying = @MainActor (Said) -> String

/// Lines by part. Every sheet is drawn by this one view.
struct SheetView: View {
    let model: SheetModel
    let say: Saying

    var body: some View {
        List {
            if let page = model.page {
                Heading(say(page.title))
                ForEach(Array(page.notes.enumerated()), id: \.offset) { _, note in Text(say(note)) }
                PartsView(model: model.parts, say: say)
                ForEach(Array(page.more.enumerated()), id: \.offset) { _, act in ActButton(act: act, say: say) { await model.act($0) } }
            } else {
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) {
            if let main = model.page?.main { MainButton(say(main.says)) { Task { await model.act(main) } } }
        }
        .task { await model.run() }
    }
}
