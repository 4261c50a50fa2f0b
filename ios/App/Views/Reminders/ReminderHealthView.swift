import HandrailKit
import SwiftUI

/// What may keep reminders from coming, each with the one thing to do.
struct ReminderHealthView: View {
    let model: ReminderHealthModel
    let say: Saying

    var body: some View {
        List {
            Heading(say(.say("reminders-check")))
            if let health = model.health {
                ForEach(Array(health.lines.enumerated()), id: \.offset) { _, line in
                    VStack(alignment: .leading, spacing: 8) {
                        Text(say(.message(line.says)))
                        if let todo = line.toDo { Text(say(.message(todo))) }
                        if let hint = line.hint, hint != .testReminder {
                            OtherButton(say(.say("reminders-settings"))) { Task { await model.act(hint) } }
                        }
                    }
                }
                ForEach(Array(model.facts.enumerated()), id: \.offset) { _, fact in Text(say(fact)) }
                if !health.recent.isEmpty { Text(say(.say("reminders-recent"))).font(.headline).accessibilityAddTraits(.isHeader) }
                ForEach(Array(health.recent.enumerated()), id: \.offset) { _, due in
                    VStack(alignment: .leading, spacing: 4) {
                        Text(say(.moment(due.dueMs)))
                        Text(say(.message(due.says))).foregroundStyle(.secondary)
                    }
                }
            } else {
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(.say("reminders-test"))) { Task { await model.test() } } }
        .task { await model.read() }
    }
}
