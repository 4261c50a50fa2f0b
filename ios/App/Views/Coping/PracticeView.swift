import HandrailKit
import SwiftUI

/// One step at a time, at the person's own pace. The seconds are said, and nothing counts down.
struct PracticeView: View {
    let model: PracticeModel
    let say: Saying

    var body: some View {
        List {
            if let practice = model.practice, let step = model.now {
                Heading(practice.name)
                Text(say(model.count)).foregroundStyle(.secondary)
                Text(step.text).font(.title2)
                if step.seconds > 0 {
                    Text(say(.say("coping-step-seconds", ["count": .number(number: Int64(step.seconds))]))).foregroundStyle(.secondary)
                }
                if model.step > 0 { OtherButton(say(.say("shell-step-before"))) { model.before() } }
            } else if let practice = model.practice {
                Heading(practice.name)
                Text(say(.say("coping-practice-end"))).font(.title2)
                OtherButton(say(.say("coping-practice-again"))) { model.again() }
            } else {
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) { MainButton(say(model.button)) { model.next() } }
        .task { await model.read() }
    }
}
