import Foundation
import Observation
import handrail

/// How far something long is, in numbers that are true: a part of the whole where the whole is known, else how much came.
@MainActor @Observable
public final class Progressing {
    public private(set) var now: handrail.Progress?

    private let meter: ProgressMeter

    init(_ meter: ProgressMeter) {
        self.meter = meter
    }

    /// Looks, a few times a second, until the task around it ends.
    public func run() async {
        while !Task.isCancelled {
            look()
            try? await Task.sleep(nanoseconds: 250_000_000)
        }
    }

    func look() { now = try? meter.progress() }

    /// From 0 to 1; nil where the whole is not known.
    public var part: Double? {
        guard let now, let of = now.of, of > 0 else { return nil }
        return min(1, Double(now.done) / Double(of))
    }

    public var says: Said? {
        guard let now else { return nil }
        if let of = now.of, of > 0 {
            return .say("progress-of", ["done": .number(number: Int64(now.done)), "of": .number(number: Int64(of))])
        }
        return now.received > 0 ? .say("progress-received", ["count": .number(number: Int64(now.received))]) : nil
    }
}
