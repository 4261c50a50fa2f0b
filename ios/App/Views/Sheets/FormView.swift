import HandrailKit
import SwiftUI

/// Fields and one button. Every form is drawn by this one view.
struct FormView: View {
    let model: FormModel
    let say: Saying

    var body: some View {
        List {
            if let page = model.page {
                Heading(say(page.title))
                ForEach(Array(page.notes.enumerated()), id: \.offset) { _, note in Text(say(note)) }
                ForEach(model.fields) { field in FieldView(field: field, model: model, say: say) }
                ForEach(Array(model.says.enumerated()), id: \.offset) { _, says in Text(say(says)).font(.headline) }
                if let again = page.again { OtherButton(say(again)) { Task { await model.save(staying: true) } } }
                if model.folds { OtherButton(say(.say("lines-more"))) { model.unfold() } }
                PartsView(model: model.below, say: say)
                ForEach(Array(page.more.enumerated()), id: \.offset) { _, act in ActButton(act: act, say: say) { await model.act($0) } }
                if let standing = page.standing { StandingView(standing: standing, model: model, say: say) }
            } else {
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) {
            if let page = model.page {
                MainButton(say(page.button)) { Task { await model.save() } }.disabled(model.busy)
            }
        }
        .task { await model.run() }
        .onDisappear { Task { await model.keep() } }
    }
}

/// What is edited can be moved among its neighbours, and taken away.
private struct StandingView: View {
    let standing: Standing
    let model: FormModel
    let say: Saying

    var body: some View {
        if standing.goesUp { OtherButton(say(.say("lines-up"))) { Task { await model.move(to: standing.place - 1) } } }
        if standing.goesDown { OtherButton(say(.say("lines-down"))) { Task { await model.move(to: standing.place + 1) } } }
        OtherButton(say(.say("shell-remove"))) { Task { await model.takeAway() } }
    }
}

/// One field with its label above it, and what is wrong with it below.
private struct FieldView: View {
    let field: FormField
    let model: FormModel
    let say: Saying

    private var text: Binding<String> {
        Binding {
            model[field.name]
        } set: { text in
            // A choice that is kept at once is written; words wait for the button.
            if field.edit == nil { model[field.name] = text } else { Task { await model.choose(field, text) } }
        }
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            switch field.kind {
            case .yes, .folded: EmptyView()
            case .heading: Text(say(field.label)).font(.title3).accessibilityAddTraits(.isHeader)
            default: Text(say(field.label)).font(.headline)
            }
            input
            if let examples = field.examples, text.wrappedValue.isEmpty { ExamplesView(examples: examples, text: text, say: say) }
            if let hint = field.hint { Text(say(hint)).font(.callout).foregroundStyle(.secondary) }
            if let wrong = model.wrong, wrong.field == field.name { Text(say(.reason(wrong.reason))).font(.callout) }
        }
        // A pause in typing is when it is kept.
        .task(id: text.wrappedValue) {
            try? await Task.sleep(nanoseconds: 400_000_000)
            if !Task.isCancelled { await model.keep() }
        }
    }

    @ViewBuilder private var input: some View {
        switch field.kind {
        case .words(let lines): TextField(say(field.label), text: text, axis: .vertical).lineLimit(lines...).frame(minHeight: 44)
        case .phone: TextField(say(field.label), text: text).keyboardType(.phonePad).frame(minHeight: 44)
        case .digits: TextField(say(field.label), text: text).keyboardType(.numberPad).frame(minHeight: 44)
        case .heading: EmptyView()
        case .folded(let says): FoldedView(word: say(field.label), says: says, say: say)
        // A second tap takes the choice back: everything may stay open. What is kept at once is one or the other.
        case .one(let choices):
            Choices(choices: choices, chosen: [text.wrappedValue], say: say) { choice in
                text.wrappedValue = choice == text.wrappedValue && field.edit == nil ? "" : choice
            }
        case .some(let choices):
            let chosen = text.wrappedValue.split(separator: " ").map(String.init)
            Choices(choices: choices, chosen: chosen, say: say) { choice in
                let now = chosen.contains(choice) ? chosen.filter { $0 != choice } : chosen + [choice]
                text.wrappedValue = now.joined(separator: " ")
            }
        case .scale(let range): ScaleView(range: range, text: text, label: say(field.label))
        case .day: DayField(text: text, say: say)
        case .time: TimeField(text: text, say: say)
        case .yes:
            Toggle(
                say(field.label),
                isOn: Binding {
                    text.wrappedValue == "yes"
                } set: {
                    text.wrappedValue = $0 ? "yes" : ""
                })
        }
    }
}

/// What others have written: a few at a time, to begin with and change.
private struct ExamplesView: View {
    let examples: FormField.Examples
    @Binding var text: String
    let say: Saying
    @State private var few = 0

    var body: some View {
        Text(say(examples.says)).foregroundStyle(.secondary)
        ForEach(examples.few[few % examples.few.count], id: \.self) { example in OtherButton(example) { text = example } }
        if examples.few.count > 1 { OtherButton(say(examples.others)) { few += 1 } }
    }
}

/// Sentences behind one word.
private struct FoldedView: View {
    let word: String
    let says: [Said]
    let say: Saying
    @State private var shown = false

    var body: some View {
        if shown {
            ForEach(Array(says.enumerated()), id: \.offset) { _, says in Text(say(says)) }
        } else {
            OtherButton(word) { shown = true }
        }
    }
}

/// A number in steps; left open until it is touched.
private struct ScaleView: View {
    let range: ClosedRange<Int64>
    @Binding var text: String
    let label: String

    var body: some View {
        LazyVGrid(columns: [GridItem(.adaptive(minimum: 48))], spacing: 8) {
            ForEach(Array(range), id: \.self) { number in
                let on = text == String(number)
                Button {
                    text = on ? "" : String(number)
                } label: {
                    Text(number, format: .number).fontWeight(on ? .bold : .regular).frame(minWidth: 44, minHeight: 44)
                }
                .buttonStyle(.bordered)
                .accessibilityLabel(Text(label) + Text(": ") + Text(number, format: .number))
                .accessibilityAddTraits(on ? .isSelected : [])
            }
        }
    }
}
