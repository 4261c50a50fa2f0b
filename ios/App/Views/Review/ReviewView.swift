import HandrailKit
import SwiftUI
import handrail

/// Exactly what would go. Each line has its switch; what is off is not in it at all.
struct ReviewView: View {
    let model: ReviewModel
    let strings: Strings

    private func say(_ said: Said) -> String { strings.say(said) }
    private func heading(_ line: PreviewLine) -> String { strings.heading(line) }

    var body: some View {
        List {
            Heading(say(.say("sheet-review")))
            if model.alone {
                let lines = model.lines.filter { !$0.hidden }
                if lines.isEmpty { Text(say(.say("review-empty"))).foregroundStyle(.secondary) }
                ForEach(Array(lines.enumerated()), id: \.offset) { place, line in
                    if begins(lines, place) { part(line) }
                    words(line)
                }
            } else {
                page
            }
        }
        .safeAreaInset(edge: .bottom) {
            if model.alone {
                MainButton(say(.say("shell-close"))) { model.show(alone: false) }
            } else if model.canShare {
                MainButton(say(.say("review-send", ["name": .words(text: model.names)]))) { Task { await model.share() } }.disabled(
                    model.busy)
            } else {
                MainButton(say(.say("review-show"))) { model.show(alone: true) }
            }
        }
        .task { await model.read() }
    }

    @ViewBuilder private var page: some View {
        if model.readers.isEmpty { Text(say(.say("review-shown-only"))) }
        ForEach(Array(model.readers.enumerated()), id: \.offset) { _, reader in Text(say(reader)) }
        Text(say(.say("review-period"))).font(.headline)
        Choices(choices: ReviewModel.periods, chosen: [model.period], say: say) { period in Task { await model.choose(period) } }
        if model.tooLarge { Text(say(.say("review-too-large"))) }
        if model.lines.isEmpty { Text(say(.say("review-empty"))).foregroundStyle(.secondary) }
        ForEach(Array(model.lines.enumerated()), id: \.offset) { place, line in
            if begins(model.lines, place) { part(line) }
            VStack(alignment: .leading, spacing: 4) {
                if line.hidden { Text(say(.say("review-left-out"))).foregroundStyle(.secondary) } else { words(line) }
                OtherButton(say(.say(line.hidden ? "review-put-in" : "review-leave-out"))) {
                    Task { await model.set(line.id, hidden: !line.hidden) }
                }
                .accessibilityHint(Text(line.text.isEmpty ? heading(line) : line.text))
            }
            .padding(.leading, CGFloat(line.depth) * 16)
        }
        if model.canShare { OtherButton(say(.say("review-show"))) { model.show(alone: true) } }
        OtherButton(say(.say("review-print"))) { Task { await model.print() } }
        if let switches = model.page?.switches { SwitchesView(switches: switches, model: model, say: say) }
        OtherButton(say(.say("review-sent"))) { model.openSent() }
    }

    /// Whether a line is the first of what it is about.
    private func begins(_ lines: [PreviewLine], _ place: Int) -> Bool {
        let line = lines[place]
        guard line.depth == 0 else { return false }
        let before = lines[..<place].last { $0.depth == 0 }
        return before.map { heading($0) != heading(line) } ?? true
    }

    private func part(_ line: PreviewLine) -> some View {
        Text(heading(line)).font(.title3).accessibilityAddTraits(.isHeader)
    }

    private func words(_ line: PreviewLine) -> some View {
        VStack(alignment: .leading, spacing: 4) {
            if line.id.concept != .sheet {
                if !line.text.isEmpty { Text(line.text) } else if line.depth > 0 { Text(heading(line)) }
            }
            ForEach(Array(strings.below(line).enumerated()), id: \.offset) { _, detail in
                Text(detail).font(.caption).foregroundStyle(.secondary)
            }
        }
        .accessibilityElement(children: .combine)
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
        Text(say(.say("review-switch-sheets"))).font(.headline).accessibilityAddTraits(.isHeader)
        ForEach(SheetCategory.all, id: \.self) { sheet in
            toggle("sheet-\(sheet.word)", switches.sheets.contains(sheet)) { on in
                with(sheets: on ? switches.sheets + [sheet] : switches.sheets.filter { $0 != sheet })
            }
        }
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

    private func with(
        copingNotes: Bool? = nil, homeworkNotes: Bool? = nil, signNotes: Bool? = nil, plan: Bool? = nil, sheets: [SheetCategory]? = nil
    ) -> Switches {
        Switches(
            copingNotes: copingNotes ?? switches.copingNotes, homeworkNotes: homeworkNotes ?? switches.homeworkNotes,
            signNotes: signNotes ?? switches.signNotes, plan: plan ?? switches.plan, sheets: sheets ?? switches.sheets)
    }
}
