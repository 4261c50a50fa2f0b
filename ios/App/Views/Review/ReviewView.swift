import HandrailKit
import SwiftUI
import handrail

/// Exactly what would go. Each line has its switch; what is off is not in it at all.
struct ReviewView: View {
    let model: ReviewModel
    let say: Saying
    /// What stands under a line, in words: the label and the value of each detail.
    let details: @MainActor (PreviewLine) -> [String]

    var body: some View {
        List {
            Heading(say(.say("sheet-review")))
            ForEach(model.readers, id: \.self) { reader in Text(say(reader)) }
            if !model.canShare { Text(say(.say("review-shown-only"))) }
            ForEach(model.lines, id: \.id) { line in
                Toggle(
                    isOn: Binding {
                        !line.hidden
                    } set: { on in
                        Task { await model.set(line.id, hidden: !on) }
                    }
                ) {
                    VStack(alignment: .leading, spacing: 4) {
                        Text(line.text)
                        ForEach(details(line), id: \.self) { detail in Text(detail).font(.caption).foregroundStyle(.secondary) }
                    }
                }
                .padding(.leading, CGFloat(line.depth) * 16)
            }
            if let switches = model.page?.switches { SwitchesView(switches: switches, model: model, say: say) }
            OtherButton(say(.say("review-print"))) { Task { await model.print() } }
        }
        .safeAreaInset(edge: .bottom) {
            if model.canShare {
                MainButton(say(.say("review-send", ["name": .words(text: model.names)]))) { Task { await model.share() } }.disabled(
                    model.busy)
            }
        }
        .task { await model.read() }
    }
}

/// What goes only when it was asked for.
private struct SwitchesView: View {
    let switches: Switches
    let model: ReviewModel
    let say: Saying

    var body: some View {
        Text(say(.say("review-always"))).font(.headline).accessibilityAddTraits(.isHeader)
        Text(say(.say("review-always-more")))
        toggle("review-switch-coping-notes", switches.copingNotes) { with(copingNotes: $0) }
        toggle("review-switch-homework-notes", switches.homeworkNotes) { with(homeworkNotes: $0) }
        toggle("review-switch-sign-notes", switches.signNotes) { with(signNotes: $0) }
        toggle("review-switch-plan", switches.plan) { with(plan: $0) }
    }

    private func toggle(_ id: String, _ on: Bool, _ edit: @escaping @MainActor (Bool) -> Switches) -> some View {
        Toggle(
            say(.say(id)),
            isOn: Binding {
                on
            } set: { on in
                Task { await model.set(edit(on)) }
            })
    }

    private func with(copingNotes: Bool? = nil, homeworkNotes: Bool? = nil, signNotes: Bool? = nil, plan: Bool? = nil) -> Switches {
        Switches(
            copingNotes: copingNotes ?? switches.copingNotes, homeworkNotes: homeworkNotes ?? switches.homeworkNotes,
            signNotes: signNotes ?? switches.signNotes, plan: plan ?? switches.plan, sheets: switches.sheets)
    }
}
