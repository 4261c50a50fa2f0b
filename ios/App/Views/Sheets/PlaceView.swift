import HandrailKit
import SwiftUI
import handrail

/// The view of a place by its key: pages of lines, forms, and the few places that are drawn in their own way.
struct PlaceView: View {
    let place: Place
    let shell: Shell

    private var frame: any Frame { shell }
    private func say(_ said: Said) -> String { shell.strings.say(said) }

    var body: some View {
        let (key, name, ids) = (place.key, place.name.rawValue, place.ids)
        switch SheetPlace.of(name, ids) {
        case .lines(let concepts, let make): Kept(SheetModel(frame, concepts, make)) { SheetView(model: $0, say: say) }
        case .form(let make):
            Kept(FormModel(frame, key, make)) { model in
                FormView(model: model, say: say)
                    .onAppear { shell.typing(at: key) { await model.keep() } }
                    .onDisappear { shell.typing(at: key, keep: nil) }
            }
        case nil: own(name, ids)
        }
    }

    @ViewBuilder private func own(_ name: String, _ ids: [String]) -> some View {
        switch name {
        case "coping-practice": Kept(PracticeModel(frame, ids.first ?? "")) { PracticeView(model: $0, say: say) }
        case "first-run": Kept(FirstRunModel(shell, ids.first ?? "language")) { FirstRunView(model: $0, say: say) }
        case "help-now": Kept(HelpNowModel(shell)) { HelpNowView(model: $0, strings: shell.strings) }
        case "lock": Kept(GuardModel(shell, choosing: ids.first == "choose")) { GuardView(model: $0, say: say) }
        case "review": Kept(ReviewModel(frame, shell.strings.packetWords)) { ReviewView(model: $0, strings: shell.strings) }
        case "pair": Kept(PairModel(frame)) { PairView(model: $0, say: say) }
        case "reminder-health": Kept(ReminderHealthModel(frame)) { ReminderHealthView(model: $0, say: say) }
        case "recovery-code": Kept(RecoveryCodeModel(frame)) { RecoveryCodeView(model: $0, say: say) }
        case "helped-path": Kept(HelpedPathModel(frame)) { HelpedPathView(model: $0, say: say) }
        case "second-phone": Kept(SecondPhoneModel(frame)) { SecondPhoneView(model: $0, say: say) }
        case "restore": Kept(RestoreModel(frame)) { RestoreScreen(model: $0, say: say) }
        case "take-out": Kept(TakeOutModel(frame)) { TakeOutView(model: $0, say: say) }
        case "erase": Kept(EraseModel(frame, word: say(.say("take-out-erase-word")))) { EraseView(model: $0, say: say) }
        case "calendar": Kept(CalendarModel(frame)) { CalendarView(model: $0, say: say) }
        default: Text(say(.say("error-not-found")))
        }
    }
}

/// Holds a model for as long as its place is on the screen, however often the view around it is made anew.
private struct Kept<Model, Content: View>: View {
    @State private var model: Model
    private let content: @MainActor (Model) -> Content

    init(_ model: Model, @ViewBuilder content: @escaping @MainActor (Model) -> Content) {
        _model = State(wrappedValue: model)
        self.content = content
    }

    var body: some View { content(model) }
}
