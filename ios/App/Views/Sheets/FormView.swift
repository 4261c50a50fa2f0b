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
                ForEach(page.notes, id: \.self) { note in Text(say(note)) }
                ForEach(page.fields) { field in FieldView(field: field, model: model, say: say) }
                ForEach(Array(page.more.enumerated()), id: \.offset) { _, act in
                    OtherButton(say(act.says)) { Task { await model.act(act) } }
                }
            } else {
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) {
            if let page = model.page {
                MainButton(say(page.button)) { Task { await model.save() } }.disabled(model.busy)
            }
        }
        .task { await model.read() }
        .onDisappear { Task { await model.keep() } }
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
        } set: {
            model[field.name] = $0
        }
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if case .yes = field.kind {} else { Text(say(field.label)).font(.headline) }
            input
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
        case .one(let choices): Choices(choices: choices, text: text, several: false, say: say)
        case .some(let choices): Choices(choices: choices, text: text, several: true, say: say)
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

/// One below the other, each a line to tap. A second tap takes the choice back: everything may stay open.
private struct Choices: View {
    let choices: [FormChoice]
    @Binding var text: String
    let several: Bool
    let say: Saying

    private var chosen: [String] { several ? text.split(separator: " ").map(String.init) : [text] }

    var body: some View {
        ForEach(choices) { choice in
            let on = chosen.contains(choice.id)
            Button {
                tap(choice.id, on)
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

    private func tap(_ id: String, _ on: Bool) {
        if several {
            text = (on ? chosen.filter { $0 != id } : chosen + [id]).joined(separator: " ")
        } else {
            text = on ? "" : id
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
