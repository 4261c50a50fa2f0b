import handrail

/// What I want to talk about next time. A line is written where the lines stand; one that is there is changed on its own.
enum TalkAboutPages {
    static let sheet = SheetPlace.form { record in
        let view = try record.talkAbout()
        return FormPage(
            .say("sheet-talk-about"), [.words("wording", "talk-about-wording", lines: 2)],
            below: [
                SheetPart(nil, view.open.map(line), empty: .say("talk-about-empty")),
                SheetPart(.word("talk-about-state", TalkAboutState.talked), view.talked.map(line)),
            ], more: [.print(.talkAbout)], then: .stay
        ) { record, filled in try record.addTalkAbout(wording: filled["wording"]) }
    }

    private static func line(_ one: TalkAboutLine) -> SheetLine {
        let other: TalkAboutState = one.state == .open ? .talked : .open
        let move = SheetAct.write(
            .word("talk-about-state", other), done: "shell-changed",
            undo: { record, _ in try record.setTalkAboutState(id: one.id, state: one.state) }
        ) { try $0.setTalkAboutState(id: one.id, state: other) }
        let open: [SheetAct] = [.go("shell-change", "talk-about/\(one.id)"), .takeAway("talk_about", one.id)]
        return SheetLine(one.id, .own(one.wording), [SheetFact(.day(one.madeDay))], acts: [move] + (one.state == .open ? open : []))
    }

    static func form(_ id: TalkAboutId) -> SheetPlace {
        .form { record in
            let view = try record.talkAbout()
            let old = try found((view.open + view.talked).first { $0.id == id })
            return FormPage(
                .say("talk-about"), [.words("wording", "talk-about-wording", old.wording, lines: 2)], standing: Standing("talk_about", id)
            ) { record, filled in try record.editTalkAbout(id: id, wording: filled["wording"]) }
        }
    }
}

extension TalkAboutState: Listed {
    public static var all: [Self] { [.open, .talked] }
}
