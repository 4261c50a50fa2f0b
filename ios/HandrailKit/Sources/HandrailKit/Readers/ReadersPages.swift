import handrail

/// Who reads what the person sends, and nobody else.
enum ReadersPages {
    static let readers = SheetPlace.lines(["reader", "introduction", "packet", "sync"]) { record in
        let (view, asked, former) = (try record.readers(), try record.introductions(), try record.formerReaders())
        return SheetPage(
            .say("shell-more-readers"), notes: [SyncWords.says(try record.syncStatus())],
            parts: [
                SheetPart(nil, asked.isEmpty ? [] : [SheetLine("introduced", .say("readers-introduced"), opens: "introductions")]),
                SheetPart(nil, view.map(reader), empty: .say("readers-empty")),
                SheetPart(
                    .say("readers-former"),
                    (former.isEmpty ? [] : [SheetLine("former", .say("readers-former-what"))])
                        + former.map { one in
                            SheetLine(
                                one.mailbox, .own(one.name),
                                acts: [.write(.say("readers-end-former"), done: "shell-changed") { try $0.endFormer(mailbox: one.mailbox) }]
                            )
                        }),
            ],
            main: .go("readers-add", "pair"), more: [.go("review-sent", "sent")])
    }

    private static func reader(_ one: ReaderView) -> SheetLine {
        let name: KeyValuePairs<String, MessageValue> = ["name": .words(text: one.name)]
        return SheetLine(
            "\(one.mailbox)/\(one.account)", .own(one.name),
            [
                one.introducedBy.map { SheetFact(.say("reader-introduced-by", ["by": .words(text: $0)])) },
                SheetFact(.say("readers-since", ["day": .day(day: CivilDays.day(ofMs: one.sinceMs))])),
                one.checked ? nil : SheetFact(.say("reader-not-checked", name)),
            ],
            acts: (one.checked ? [] : [.go("readers-compare", "reader-words/\(one.mailbox)/\(one.account)")])
                + [.go("readers-remove", "readers/leave/\(one.mailbox)/\(one.account)")])
    }

    /// What was read cannot be unread: that is said before, and not after.
    static func leave(_ mailbox: RecordId, _ account: RecordId) -> SheetPlace {
        .lines(["reader"]) { record in
            let one = try found(record.readers().first { $0.mailbox == mailbox && $0.account == account })
            return SheetPage(
                .own(one.name), notes: [.say("readers-remove-what", ["name": .words(text: one.name)])],
                main: .write(.say("readers-remove-yes"), done: "readers-removed", then: .back) {
                    try $0.removeReader(mailbox: mailbox, account: account)
                }, more: [SheetAct(.say("shell-not-now"), .back)])
        }
    }

    /// Four words, compared with a colleague who was introduced, side by side on two screens.
    static func compare(_ mailbox: RecordId, _ account: RecordId) -> SheetPlace {
        .lines(["reader", "sync"]) { record in
            let one = try found(record.readers().first { $0.mailbox == mailbox && $0.account == account })
            let name: KeyValuePairs<String, MessageValue> = ["name": .words(text: one.name)]
            guard let words = try record.readerWords(mailbox: mailbox, account: account) else {
                return SheetPage(.say("readers-compare"), notes: [.say("reader-words-later", name)])
            }
            let answer = { (says: String, same: Bool) in
                SheetAct.write(.say(says), done: "shell-changed", then: .back) {
                    try $0.compareReaderWords(mailbox: mailbox, account: account, same: same)
                }
            }
            return SheetPage(
                .say("readers-compare"), notes: [.say("reader-words", name)],
                parts: [SheetPart(nil, words.enumerated().map { SheetLine("\($0)", .joined([.amount(Double($0 + 1)), .own($1)], ". ")) })],
                main: answer("reader-words-same", true), more: [answer("reader-words-different", false)])
        }
    }

    /// Colleagues whom a reader introduced. Nothing goes to anybody before a yes, and no reason is asked for.
    static let introductions = SheetPlace.lines(["introduction", "reader", "sync"]) { record in
        SheetPage(
            .say("readers-introduced"),
            parts: [
                SheetPart(
                    nil,
                    try record.introductions().map { one in
                        let name: KeyValuePairs<String, MessageValue> = ["name": .words(text: one.name)]
                        return SheetLine(
                            "\(one.mailbox)/\(one.account)",
                            .say("reader-introduced", ["by": .words(text: one.byName), "name": .words(text: one.name)]),
                            [SheetFact(.say("reader-introduced-more", name))],
                            acts: [
                                .write(.say("reader-introduced-yes", name), done: "shell-changed") {
                                    try $0.acceptIntroduction(mailbox: one.mailbox, account: one.account)
                                },
                                .write(.say("reader-introduced-no"), done: nil) {
                                    try $0.declineIntroduction(mailbox: one.mailbox, account: one.account)
                                },
                            ])
                    }, empty: .say("introductions-empty"))
            ])
    }
}

/// How it stands with what goes out and comes in, in one sentence.
enum SyncWords {
    static func says(_ status: SyncStatus) -> Said {
        let id = "sync-\(status.message.word)"
        return switch status.message {
        case .waiting: .say(id, ["count": .number(number: Int64(status.waiting))])
        case .backedUp: status.backedUpMs.map(backedUp) ?? .say("sync-all-sent")
        case .showAtMeeting: status.name.map { .say(id, ["name": .words(text: $0)]) } ?? .say("\(id)-somebody")
        default: .say(id)
        }
    }

    /// "Backed up until …", by this phone's clock.
    static func backedUp(_ ms: Int64) -> Said { .momentIn(ms, id: "sync-backed-up", name: "when") }

    /// What went over the network.
    static func bytes(_ report: SyncReport) -> Said {
        .say(
            "sync-bytes",
            ["sent": .number(number: Int64(report.bytesSent)), "received": .number(number: Int64(report.bytesReceived))])
    }
}

extension SyncMessage: Listed {
    public static var all: [Self] {
        [
            .nobodyPaired, .allSent, .waiting, .backedUp, .backupWaiting, .backupCode, .backupFull, .backupGone, .somethingMissing,
            .showAtMeeting, .pleaseUpdate,
        ]
    }
}
