import Foundation
import Observation
import handrail

/// A strategy of the list, done step by step at the person's own pace. Only the step that is next is shown.
@MainActor @Observable
public final class PracticeModel {
    public private(set) var practice: GuidedPractice?
    /// The step on the screen, counted from 0; past the last one it is over.
    public private(set) var step = 0

    private let frame: any Frame
    private let libraryId: String
    private var mine: CopingStrategyId?

    public init(_ frame: any Frame, _ libraryId: String) {
        (self.frame, self.libraryId) = (frame, libraryId)
    }

    public func read() async {
        let libraryId = libraryId
        let read = await frame.doing {
            try await frame.record.read { record in
                (try record.guidedPractice(libraryId: libraryId), try record.coping().strategies.first { $0.libraryId == libraryId }?.id)
            }
        }
        if let read { (practice, mine) = read }
    }

    /// What the step says; nil when it is over.
    public var now: PracticeStep? {
        practice.flatMap { $0.steps.indices.contains(step) ? $0.steps[step] : nil }
    }

    public var isOver: Bool { practice.map { step >= $0.steps.count } ?? false }

    /// "Step 2 of 5".
    public var count: Said {
        .say("shell-step-of", ["number": .number(number: Int64(step + 1)), "of": .number(number: Int64(practice?.steps.count ?? 0))])
    }

    /// The button at the bottom.
    public var button: Said { .say(isOver ? "shell-done" : "shell-next") }

    /// The next step; when it is over, how it was, where it is one of mine.
    public func next() {
        guard isOver else { return step += 1 }
        if let mine { frame.goInstead("coping-try/\(mine)") } else { frame.back() }
    }

    public func before() { step = max(0, step - 1) }
    public func again() { step = 0 }
}
