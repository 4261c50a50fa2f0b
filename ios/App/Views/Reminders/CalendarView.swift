import HandrailKit
import SwiftUI

/// A copy of reminders for another calendar.
struct CalendarView: View {
    let model: CalendarModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("calendar-title")))
            Text(say(.say("calendar-what")))
            if let choices = model.choices {
                if choices.isEmpty { Text(say(.say("reminders-empty"))).foregroundStyle(.secondary) }
                ForEach(choices, id: \.reminder) { choice in
                    Toggle(
                        say(.message(choice.full)),
                        isOn: Binding {
                            model.isIn(choice)
                        } set: { on in
                            model.put(choice, in: on)
                        })
                }
                if !choices.isEmpty {
                    Text(say(.say("calendar-says"))).font(.headline)
                    Choices(choices: CalendarModel.texts, chosen: [model.text.word], say: say) { model.choose($0) }
                }
                ForEach(Array(model.says.enumerated()), id: \.offset) { _, says in Text(say(says)) }
            } else {
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) {
            if let button = model.button { MainButton(say(button)) { Task { await model.next() } }.disabled(!model.mayGoOn) }
        }
        .task { await model.read() }
    }
}
