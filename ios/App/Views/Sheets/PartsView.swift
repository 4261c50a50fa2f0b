import HandrailKit
import SwiftUI

/// Lines by part, on a page of lines and below a form.
struct PartsView: View {
    let model: PartsModel
    let say: Saying

    var body: some View {
        ForEach(Array(model.parts.enumerated()), id: \.offset) { place, part in
            if part.shown {
                if model.isShown(place) {
                    PartView(place: place, part: part, model: model, say: say)
                } else if let word = part.folded {
                    OtherButton(say(word)) { model.unfold(place) }
                }
            }
        }
    }
}

private struct PartView: View {
    let place: Int
    let part: SheetPart
    let model: PartsModel
    let say: Saying

    var body: some View {
        Section {
            if part.lines.isEmpty, let empty = part.empty { Text(say(empty)).foregroundStyle(.secondary) }
            ForEach(model.lines(place)) { line in LineView(line: line, model: model, say: say) }
                .onMove { from, to in
                    if let first = from.first { Task { await model.move(part, from: first, to: to) } }
                }
                .moveDisabled(part.move == nil)
            if model.goesOn(place) { OtherButton(say(.say("shell-earlier"))) { Task { await model.seeMore(place) } } }
            if let add = part.add {
                ActButton(act: add, say: say) { await model.act($0) }
                    // Read aloud, it says what it adds to.
                    .accessibilityHint(Text(part.heading.map(say) ?? ""))
            }
        } header: {
            if let heading = part.heading { Text(say(heading)).accessibilityAddTraits(.isHeader) }
        }
    }
}

private struct LineView: View {
    let line: SheetLine
    let model: PartsModel
    let say: Saying

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            switch line.control {
            case .turn(let on, _):
                Toggle(
                    isOn: Binding {
                        on
                    } set: { on in
                        Task { await model.turn(line, on) }
                    }
                ) { LineWords(line: line, say: say) }
            case .choose(let choices, let chosen, _):
                LineWords(line: line, say: say)
                Choices(choices: choices, chosen: chosen.map { [$0] } ?? [], say: say) { choice in
                    Task { await model.choose(line, choice) }
                }
            case .columns(let columns):
                ColumnsView(columns: columns, says: say(line.title))
                ForEach(line.facts, id: \.self) { fact in Text(say(fact.says)).font(.caption).foregroundStyle(.secondary) }
            case nil: opening
            }
            ForEach(Array(line.acts.enumerated()), id: \.offset) { _, act in
                ActButton(act: act, say: say) { await model.act($0) }
                    // Read aloud, a button says what it is about.
                    .accessibilityHint(Text(say(line.title)))
            }
        }
    }

    @ViewBuilder private var opening: some View {
        if let opens = line.opens {
            Button {
                Task { await model.act(SheetAct(line.title, .go(opens))) }
            } label: {
                LineWords(line: line, say: say)
            }
            .buttonStyle(.plain)
            .frame(minHeight: 44)
        } else {
            LineWords(line: line, say: say)
        }
    }
}

/// What a line says, as one thing for who hears the screen.
private struct LineWords: View {
    let line: SheetLine
    let say: Saying

    var body: some View {
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

/// Numbers over time as columns. A gap is a thin line at the foot: nothing was given there, and that means nothing.
private struct ColumnsView: View {
    let columns: Columns
    /// The same in words, for who hears the screen.
    let says: String

    private static let height: CGFloat = 56

    var body: some View {
        ZStack(alignment: .bottomLeading) {
            HStack(alignment: .bottom, spacing: 2) {
                ForEach(Array(columns.values.enumerated()), id: \.offset) { _, value in
                    if let value {
                        // A nought is an answer too, and is seen.
                        Rectangle().foregroundStyle(.tint).frame(maxWidth: .infinity).frame(height: height(max(value / columns.most, 0.06)))
                    } else {
                        Rectangle().foregroundStyle(.secondary).frame(maxWidth: .infinity).frame(height: 1)
                    }
                }
            }
            if let line = columns.line {
                Rectangle().foregroundStyle(.primary).frame(maxWidth: .infinity).frame(height: 1)
                    .padding(.bottom, height(line / columns.most))
            }
        }
        .frame(height: Self.height)
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(Text(says))
    }

    private func height(_ share: Double) -> CGFloat { Self.height * CGFloat(min(1, max(0, share))) }
}

/// A button that does what an act says.
struct ActButton: View {
    let act: SheetAct
    let say: Saying
    let perform: @MainActor (SheetAct) async -> Void

    var body: some View {
        Button(say(act.says)) { Task { await perform(act) } }
            .buttonStyle(.borderless)
            .frame(minHeight: 44)
    }
}

/// One below the other, each a line to tap.
struct Choices: View {
    let choices: [FormChoice]
    let chosen: [String]
    let say: Saying
    let choose: @MainActor (String) -> Void

    var body: some View {
        ForEach(choices) { choice in
            let on = chosen.contains(choice.id)
            Button {
                choose(choice.id)
            } label: {
                HStack {
                    Image(systemName: on ? "checkmark.circle.fill" : "circle").accessibilityHidden(true)
                    Text(say(choice.says))
                }
                .frame(minHeight: 44)
            }
            .buttonStyle(.plain)
            .accessibilityAddTraits(on ? .isSelected : [])
        }
    }
}
