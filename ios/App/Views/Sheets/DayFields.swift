import HandrailKit
import SwiftUI

/// A day, or none: the wheel comes only when one is wanted.
struct DayField: View {
    @Binding var text: String
    let say: Saying

    var body: some View {
        if let day = CivilDays.date(text) {
            DatePicker(
                say(.say("shell-choose-day")),
                selection: Binding {
                    day
                } set: {
                    text = CivilDays.day($0)
                }, displayedComponents: .date)
            OtherButton(say(.say("shell-no-day"))) { text = "" }
        } else {
            OtherButton(say(.say("shell-choose-day"))) { text = CivilDays.day(Date()) }
        }
    }
}

/// A time of day, or none.
struct TimeField: View {
    @Binding var text: String
    let say: Saying

    var body: some View {
        if let time = CivilDays.date(time: text) {
            DatePicker(
                say(.say("shell-choose-time")),
                selection: Binding {
                    time
                } set: {
                    text = CivilDays.time($0)
                },
                displayedComponents: .hourAndMinute)
            OtherButton(say(.say("shell-remove"))) { text = "" }
        } else {
            OtherButton(say(.say("shell-choose-time"))) { text = CivilDays.time(Date()) }
        }
    }
}
