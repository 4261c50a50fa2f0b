import HandrailKit
import SwiftUI
import handrail

/// Who and what, complete, at once, without a network.
struct HelpNowView: View {
    let model: HelpNowModel
    let strings: Strings
    @State private var choosing = false

    private func say(_ said: Said) -> String { strings.say(said) }

    var body: some View {
        List {
            if let next = model.next {
                AfterCallView(view: next, model: model, say: say)
            } else if let view = model.view {
                all(view)
            } else {
                Heading(say(.say("help-now-title")))
                Text(say(.say("shell-loading")))
            }
        }
        .safeAreaInset(edge: .bottom) {
            // After a call there is a way on, for when nobody answers.
            if model.next != nil {
                MainButton(say(.say("help-now-title"))) { model.again() }
            } else if let tried = model.tried {
                MainButton(say(.say("shell-call-did-not-work"))) { Task { await model.didNotWork(tried) } }
            }
        }
        .task { await model.run() }
    }

    @ViewBuilder private func all(_ view: HelpNowView_) -> some View {
        Heading(say(.say("help-now-title")))
        if !view.people.isEmpty {
            Section {
                ForEach(view.people, id: \.id) { Somebody($0.name, $0.relation, $0.phone, .person(id: $0.id), model, say) }
            } header: {
                PartHeading(say(.say("help-now-my-people")))
            }
        }
        if !view.plan.isEmpty || !view.planContacts.isEmpty {
            Section {
                ForEach(view.plan, id: \.id) { Text($0.wording) }
                ForEach(view.planContacts, id: \.id) { Somebody($0.wording, "", $0.phone, .planLine(id: $0.id), model, say) }
            } header: {
                PartHeading(say(.say("help-now-my-plan")))
            }
        }
        if let clinic = view.clinic {
            Section {
                Somebody(clinic.name, clinic.hours, clinic.phone, .clinic, model, say)
            } header: {
                PartHeading(say(.say("help-now-my-clinic")))
            }
        }
        if view.safetyPlan { OtherButton(say(.say("sheet-safety-plan"))) { model.openSafetyPlan() } }
        Section {
            Text(say(.say("help-now-danger"))).foregroundStyle(.secondary)
            ForEach(view.lines, id: \.id) { line in
                HelpLineView(line: line, say: say) { Task { await reach(line) } }
            }
            if view.lines.isEmpty { Text(say(.say("help-now-no-lines"))) }
            if choosing || view.region == nil {
                RegionsView(regions: view.regions, strings: strings) { region in
                    choosing = false
                    Task { await model.choose(region) }
                }
            } else {
                OtherButton(say(.say("help-now-choose-country")) + " " + strings.country(view.region ?? "")) { choosing = true }
            }
            Text(say(.say("help-now-works-offline"))).foregroundStyle(.secondary)
        } header: {
            PartHeading(say(.say("help-now-lines")))
        }
    }

    private func reach(_ line: HelpLine) async { await model.reach(line) }
}

/// The core's view of the same name.
private typealias HelpNowView_ = handrail.HelpNowView

extension HelpNowModel {
    /// Calls or writes to a line.
    fileprivate func reach(_ line: HelpLine) async {
        if line.kind == .text { await message(line.number, .line(id: line.id)) } else { await call(line.number, .line(id: line.id)) }
    }
}

/// What else there is when a call did not go through.
private struct AfterCallView: View {
    let view: AfterFailedCall
    let model: HelpNowModel
    let say: Saying

    var body: some View {
        Heading(say(.say("shell-call-did-not-work")))
        Text(say(.say("help-now-no-signal")))
        ForEach(Array(view.next.enumerated()), id: \.offset) { _, option in
            switch option {
            case .toDo(let message): Text(say(.message(message)))
            case .line(let line): HelpLineView(line: line, say: say) { Task { await model.reach(line) } }
            }
        }
        ForEach(view.people, id: \.id) { Somebody($0.name, $0.relation, $0.phone, .person(id: $0.id), model, say) }
        ForEach(view.planContacts, id: \.id) { Somebody($0.wording, "", $0.phone, .planLine(id: $0.id), model, say) }
        if let clinic = view.clinic { Somebody(clinic.name, clinic.hours, clinic.phone, .clinic, model, say) }
    }
}

/// Somebody, with a number or without one: then they can still be gone to.
private struct Somebody: View {
    private let (name, more, number): (String, String, String)
    private let whom: Called
    private let model: HelpNowModel
    private let say: Saying

    init(_ name: String, _ more: String, _ number: String, _ whom: Called, _ model: HelpNowModel, _ say: @escaping Saying) {
        (self.name, self.more, self.number) = (name, more, number)
        (self.whom, self.model, self.say) = (whom, model, say)
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(name).font(.headline)
            if !more.isEmpty { Text(more).foregroundStyle(.secondary) }
            if !number.isEmpty {
                Button(say(.say("help-now-call", ["name": .words(text: name)]))) { Task { await model.call(number, whom) } }
                    .buttonStyle(.borderedProminent).frame(minHeight: 44)
                Button(say(.say("help-now-text", ["name": .words(text: name)]))) { Task { await model.message(number, whom) } }
                    .buttonStyle(.bordered).frame(minHeight: 44)
            }
        }
    }
}

/// A line of the place.
private struct HelpLineView: View {
    let line: HelpLine
    let say: Saying
    let reach: @MainActor () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(line.name).font(.headline)
            if !line.when.isEmpty { Text(line.when) }
            Button(say(.say(line.kind == .text ? "help-now-text" : "help-now-call", ["name": .words(text: line.number)])), action: reach)
                .buttonStyle(.borderedProminent).frame(minHeight: 44)
            Text(say(.say("help-now-checked-on", ["day": .day(day: line.checked)]))).font(.caption).foregroundStyle(.secondary)
        }
    }
}

/// Every place that there are lines for, by name.
private struct RegionsView: View {
    let regions: [String]
    let strings: Strings
    let choose: @MainActor (String) -> Void

    var body: some View {
        PartHeading(strings.say("help-now-choose-country"))
        ForEach(regions.map { (id: $0, name: strings.country($0)) }.sorted { $0.name < $1.name }, id: \.id) { region in
            OtherButton(region.name) { choose(region.id) }
        }
    }
}

/// The heading of a part.
struct PartHeading: View {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    var body: some View {
        Text(text).font(.headline).accessibilityAddTraits(.isHeader)
    }
}

/// The lines that are built in, for a window without a record.
struct HelpWithoutRecordView: View {
    let model: HelpWithoutRecord
    let strings: Strings
    /// The way to the person's own people and plan, which a locked phone shows to nobody; nil where none are there.
    let unlock: (@MainActor () async -> Void)?

    private func say(_ said: Said) -> String { strings.say(said) }

    var body: some View {
        List {
            if let next = model.next {
                Heading(say(.say("shell-call-did-not-work")))
                Text(say(.say("help-now-no-signal")))
                ForEach(Array(next.enumerated()), id: \.offset) { _, option in
                    switch option {
                    case .toDo(let message): Text(say(.message(message)))
                    case .line(let line): HelpLineView(line: line, say: say) { model.reach(line) }
                    }
                }
                OtherButton(say(.say("help-now-title"))) { model.again() }
            } else {
                Heading(say(.say("help-now-title")))
                Text(say(.say("help-now-danger"))).foregroundStyle(.secondary)
                if let region = model.region {
                    ForEach(model.lines, id: \.id) { line in HelpLineView(line: line, say: say) { model.reach(line) } }
                    OtherButton(say(.say("help-now-choose-country")) + " " + strings.country(region)) { model.choose(nil) }
                } else {
                    RegionsView(regions: model.regions, strings: strings) { model.choose($0) }
                }
                if model.tried != nil { OtherButton(say(.say("shell-call-did-not-work"))) { model.didNotWork() } }
                Text(say(.say("help-now-works-offline"))).foregroundStyle(.secondary)
            }
        }
        // In sight however far the rest is scrolled.
        .safeAreaInset(edge: .bottom) {
            if let unlock {
                VStack(spacing: 8) {
                    Text(say(.say("help-now-own-locked"))).foregroundStyle(.secondary)
                    OtherButton(say(.say("help-now-unlock"))) { Task { await unlock() } }
                }
                .padding()
                .background(.bar)
            }
        }
    }
}
