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
                ForEach(page.notes, id: \.self) { note in Text(say(note)) }
                ForEach(Array(page.parts.enumerated()), id: \.offset) { _, part in
                    if part.shown { PartView(part: part, model: model, say: say) }
                }
                ForEach(Array(page.more.enumerated()), id: \.offset) { _, act in ActButton(act: act, model: model, say: say) }
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

private struct PartView: View {
    let part: SheetPart
    let model: SheetModel
    let say: Saying

    var body: some View {
        Section {
            if part.lines.isEmpty, let empty = part.empty { Text(say(empty)).foregroundStyle(.secondary) }
            ForEach(part.lines) { line in LineView(line: line, model: model, say: say) }
                .onMove { from, to in
                    if let first = from.first { Task { await model.move(part, from: first, to: to) } }
                }
                .moveDisabled(part.move == nil)
            if let add = part.add { ActButton(act: add, model: model, say: say) }
        } header: {
            if let heading = part.heading { Text(say(heading)).accessibilityAddTraits(.isHeader) }
        }
    }
}

private struct LineView: View {
    let line: SheetLine
    let model: SheetModel
    let say: Saying

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if let opens = line.opens {
                Button {
                    Task { await model.act(SheetAct(line.title, .go(opens))) }
                } label: {
                    words
                }
                .buttonStyle(.plain)
                .frame(minHeight: 44)
            } else {
                words
            }
            ForEach(Array(line.acts.enumerated()), id: \.offset) { _, act in
                ActButton(act: act, model: model, say: say)
                    // Read aloud, a button says what it is about.
                    .accessibilityHint(Text(say(line.title)))
            }
        }
    }

    private var words: some View {
        VStack(alignment: .leading, spacing: 4) {
            Text(say(line.title)).font(.headline)
            ForEach(line.facts, id: \.self) { fact in
                if let label = fact.label { Text(say(label)).font(.caption).foregroundStyle(.secondary) }
                Text(say(fact.says))
            }
        }
        .accessibilityElement(children: .combine)
    }
}

/// A button that does what an act says.
struct ActButton: View {
    let act: SheetAct
    let model: SheetModel
    let say: Saying

    var body: some View {
        Button(say(act.says)) { Task { await model.act(act) } }
            .buttonStyle(.borderless)
            .frame(minHeight: 44)
    }
}
