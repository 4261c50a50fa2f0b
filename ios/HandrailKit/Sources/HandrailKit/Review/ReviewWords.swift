import Foundation
import handrail

/// What a review says in the words of the interface.
extension Strings {
    /// The few words of the app's own that go with a page, each place in them standing for itself.
    public var packetWords: PacketWords {
        PacketWords(
            language: locale.identifier(.bcp47), once: say("review-once"), daily: say("review-daily"), weekly: say("review-weekly"),
            ifThere: say("own-rule-there", ["sign": place("sign"), "action": place("action")]),
            ifAtLeast: say("own-rule-at-least", ["sign": place("sign"), "level": place("level"), "action": place("action")]),
            ifInARow: say("own-rule-in-a-row", ["sign": place("sign"), "count": place("count"), "action": place("action")]),
            ifInARowAtLeast: say(
                "own-rule-in-a-row-at-least",
                ["sign": place("sign"), "level": place("level"), "count": place("count"), "action": place("action")]),
            ifOfLast: say(
                "own-rule-of-last",
                ["sign": place("sign"), "count": place("count"), "out_of": place("out_of"), "action": place("action")]),
            ifOfLastAtLeast: say(
                "own-rule-of-last-at-least",
                [
                    "sign": place("sign"), "level": place("level"), "count": place("count"), "out_of": place("out_of"),
                    "action": place("action"),
                ])
        )
    }

    private func place(_ name: String) -> MessageValue { .words(text: "{\(name)}") }

    private static let sheet = "review-sheet"

    /// What the lines that follow are about.
    public func heading(_ line: PreviewLine) -> String {
        for detail in line.details where detail.label == Self.sheet {
            if case .choice(let word) = detail.value { return say("sheet-\(word.replacing("_", with: "-"))") }
        }
        return say("review-concept-\(concept(line))")
    }

    /// What stands below a line: everything that goes with it, as on paper.
    public func below(_ line: PreviewLine) -> [String] {
        line.details.filter { $0.label != Self.sheet }.map { detail in
            let (label, value) = said(line, detail)
            return value.isEmpty ? label : "\(label): \(value)"
        }
    }

    // Only the meeting is called something else in the words: it is a session there.
    private func concept(_ line: PreviewLine) -> String {
        if line.id.concept == .meeting { return "session" }
        return String(describing: line.id.concept).reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
    }

    private func said(_ line: PreviewLine, _ detail: Detail) -> (String, String) {
        let label = detail.label
        return switch detail.value {
        case .words(let text): (say(label), apart(text))
        case .choice(let word): (say(label), choice(line, label, word))
        case .number(let value, let of): (say(label), outOf(value.formatted(.number.locale(locale)), of))
        case .mean(let value, let of): (say(label), outOf(value.formatted(.number.precision(.fractionLength(1)).locale(locale)), of))
        case .day(let day): (say(label), self.day(day))
        case .time(let time): (say(label), self.time(time))
        case .rating(let sign, let value, let of): (sign, outOf(value.formatted(.number.locale(locale)), of))
        case .labelled(let label, let text): (label, text)
        case .sums(let day, let sums): (self.day(day), sums.map { "\(say($0.label)): \(number($0.value))" }.joined(separator: " · "))
        }
    }

    private func outOf(_ value: String, _ of: Int64?) -> String {
        guard let of else { return value }
        return say("export-rating-of", ["value": .words(text: value), "of": .number(number: of)])
    }

    private func number(_ value: Double) -> String {
        value.formatted(.number.precision(.fractionLength(value.rounded() == value ? 0 : 1)).locale(locale))
    }

    /// The text of a known word: that of the field it comes from.
    private func choice(_ line: PreviewLine, _ label: String, _ word: String) -> String {
        let field =
            switch label {
            case "review-state": concept(line) + "-state"
            case "review-result": line.id.concept == .stepResult ? "step-result-result" : "homework-result-result"
            case "review-obstacle": "homework-result-obstacle"
            case "review-origin": "homework-origin"
            case "review-helped": "coping-entry-helped"
            case "review-plan-part": "plan-line-part"
            default: label
            }
        let id = "\(field)-\(word)".replacing("_", with: "-")
        return TextArguments.of(id) == nil ? word : say(id)
    }
}
