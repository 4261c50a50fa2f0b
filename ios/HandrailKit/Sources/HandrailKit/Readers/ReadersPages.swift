import Foundation
import handrail

/// Who reads with me.
enum ReadersPages {
    static let readers = SheetPlace.lines(["reader", "introduction", "packet"]) { record in
        let (view, asked, former) = (try record.readers(), try record.introductions(), try record.formerReaders())
        return SheetPage(
            .say("shell-more-readers"),
            parts: [
                SheetPart(nil, view.map(reader), empty: .say("readers-empty")),
                SheetPart(
                    .say("readers-former"),
                    former.map { one in
                        SheetLine(
                            one.mailbox, .own(one.name),
                            acts: [.write(.say("readers-end-former"), done: "shell-changed") { try $0.endFormer(mailbox: one.mailbox) }])
                    }),
            ],
            main: .go("readers-add", "pair"),
            more: (asked.isEmpty ? [] : [.go("readers-introduced", "introductions")]) + [.go("review-sent", "sent")]
        )
    }

    private static func reader(_ one: ReaderView) -> SheetLine {
        let name: KeyValuePairs<String, MessageValue> = ["name": .words(text: one.name)]
        var acts = [
            SheetAct.write(.say("readers-remove"), done: "readers-removed") {
                try $0.removeReader(mailbox: one.mailbox, account: one.account)
            }
        ]
        if !one.checked { acts.insert(.go("readers-compare", "readers/\(one.mailbox)/\(one.account)"), at: 0) }
        return SheetLine(
            "\(one.mailbox)/\(one.account)", .own(one.name),
            [
                one.introducedBy.map { SheetFact(.say("reader-introduced-by", ["by": .words(text: $0)])) },
                one.checked ? nil : SheetFact(.say("reader-not-checked", name)),
                // Said before it is done: what was read was read.
                SheetFact(.say("readers-remove-what", name)),
            ],
            acts: acts)
    }

    /// Four words, side by side on two screens.
    static func compare(_ mailbox: RecordId, _ account: RecordId) -> SheetPlace {
        .lines(["reader"]) { record in
            let one = try found(record.readers().first { $0.mailbox == mailbox && $0.account == account })
            let name: KeyValuePairs<String, MessageValue> = ["name": .words(text: one.name)]
            guard let words = try record.readerWords(mailbox: mailbox, account: account) else {
                return SheetPage(.own(one.name), notes: [.say("reader-words-later", name)])
            }
            return SheetPage(
                .say("reader-words", name), parts: [SheetPart(nil, words.map { SheetLine($0, .own($0)) })],
                main: .write(.say("reader-words-same")) { try $0.compareReaderWords(mailbox: mailbox, account: account, same: true) },
                more: [
                    SheetAct(
                        .say("reader-words-different"),
                        .write(done: "shell-changed") { try $0.compareReaderWords(mailbox: mailbox, account: account, same: false) })
                ])
        }
    }

    /// Colleagues whom a reader introduced. Nothing goes to anybody before a yes.
    static let introductions = SheetPlace.lines(["introduction", "reader"]) { record in
        SheetPage(
            .say("readers-introduced"),
            parts: [
                SheetPart(
                    nil,
                    try record.introductions().map { one in
                        SheetLine(
                            "\(one.mailbox)/\(one.account)",
                            .say("reader-introduced", ["by": .words(text: one.byName), "name": .words(text: one.name)]),
                            [SheetFact(.say("reader-introduced-more", ["name": .words(text: one.name)]))],
                            acts: [
                                .write(.say("reader-introduced-yes", ["name": .words(text: one.name)])) {
                                    try $0.acceptIntroduction(mailbox: one.mailbox, account: one.account)
                                },
                                .write(.say("reader-introduced-no")) {
                                    try $0.declineIntroduction(mailbox: one.mailbox, account: one.account)
                                },
                            ])
                    }, empty: .say("introductions-empty"))
            ])
    }
}
