import HandrailKit
import SwiftUI
import handrail

/// The view of a place by its key: pages of lines, forms, and the few places that are drawn in their own way.
struct PlaceView: View {
    let key: String
    let frame: any Frame
    let say: Saying
    /// The few words of the app that a review carries.
    let packetWords: PacketWords
    /// What stands under a line of a review, in words.
    let details: @MainActor (PreviewLine) -> [String]
    /// Draws a square code from its text.
    let square: @MainActor (String) -> Image

    var body: some View {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let (name, ids) = (parts.first ?? "", Array(parts.dropFirst()))
        switch SheetPlace.of(name, ids) {
        case .lines(let concepts, let make): Kept(SheetModel(frame, concepts, make)) { SheetView(model: $0, say: say) }
        case .form(let make): Kept(FormModel(frame, key, make)) { FormView(model: $0, say: say) }
        case nil: own(name, ids)
        }
    }

    @ViewBuilder private func own(_ name: String, _ ids: [String]) -> some View {
        switch name {
        case "coping-practice": Kept(PracticeModel(frame, ids.first ?? "")) { PracticeView(model: $0, say: say) }
        case "review": Kept(ReviewModel(frame, packetWords)) { ReviewView(model: $0, say: say, details: details) }
        case "pair": Kept(PairModel(frame)) { PairView(model: $0, say: say) }
        case "reminder-health": Kept(ReminderHealthModel(frame)) { ReminderHealthView(model: $0, say: say) }
        case "recovery-code": Kept(RecoveryCodeModel(frame)) { RecoveryCodeView(model: $0, say: say) }
        case "helped-path": Kept(HelpedPathModel(frame)) { HelpedPathView(model: $0, say: say) }
        case "second-phone": Kept(SecondPhoneModel(frame)) { SecondPhoneView(model: $0, say: say, square: square) }
        case "restore": Kept(RestoreModel(frame)) { RestoreScreen(model: $0, say: say) }
        case "take-out": Kept(TakeOutModel(frame, word: say(.say("take-out-erase-word")))) { TakeOutView(model: $0, say: say) }
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
