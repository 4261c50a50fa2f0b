import Foundation
import handrail

/// Forms that a clinic put on this phone, question by question: those alone that are asked after the answers so far.
enum InstrumentPages {
    /// Its address has signs that a key has no room for, so a number made from it stands for it (FNV-1a, 64 bits).
    static func key(_ one: InstrumentView) -> String {
        let number = "\(one.url)|\(one.version)".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(number, radix: 16)
    }

    static func form(_ key: String) -> SheetPlace {
        .form { record in
            let one = try found(record.instruments().first { self.key($0) == key })
            let instrument = try record.instrument(url: one.url, version: one.version)
            let form = try instrument.form()
            let asked: @Sendable (Filled) -> Set<String> = { filled in
                Set((try? instrument.asked(answers: answers(form, filled))) ?? form.items.map(\.linkId))
            }
            let fields = form.items.map { item in
                let text = Said.own([item.prefix, item.text].filter { !$0.isEmpty }.joined(separator: " "))
                let kind: FormField.Kind =
                    switch item.asks {
                    case .group: .heading
                    case .choice(let options):
                        .one(options.enumerated().map { FormChoice("\($0)", .own($1)) } + [FormChoice("", .say("shell-skip"))])
                    case .integer: .digits
                    case .line: .words(lines: 1)
                    case .words: .words(lines: 3)
                    }
                return FormField("item:\(item.linkId)", text, kind).asked { asked($0).contains(item.linkId) }
            }
            return FormPage(
                .own(form.title), notes: [.say("progress-check-skip")] + (form.copyright.isEmpty ? [] : [.own(form.copyright)]),
                fields + [.words("note", "progress-check-note", lines: 2)]
            ) { record, filled in
                let now = asked(filled)
                return try record.recordInstrument(
                    details: NewInstrumentAnswers(
                        url: form.url, version: form.version, filledBy: .client,
                        answers: answers(form, filled).filter { now.contains($0.linkId) }, note: filled["note"]))
            }
        }
    }

    private static func answers(_ form: InstrumentForm, _ filled: Filled) -> [InstrumentAnswer] {
        form.items.compactMap { item in
            guard let text = filled.maybe("item:\(item.linkId)") else { return nil }
            let answer: ItemAnswer? =
                switch item.asks {
                case .group: nil
                case .choice: UInt64(text).map { .choice(option: $0) }
                case .integer: Int32(text.trimmingCharacters(in: .whitespaces)).map { .integer(number: $0) }
                case .line, .words: .words(words: text)
                }
            return answer.map { InstrumentAnswer(linkId: item.linkId, answer: $0) }
        }
    }
}
