import Foundation
import handrail

/// What I want to talk about next time.
enum TalkAboutPages {
    static let sheet = SheetPlace.lines(["talk_about"]) { record in
        let view = try record.talkAbout()
        return SheetPage(
            .say("sheet-talk-about"),
            parts: [
                SheetPart(.word("talk-about-state", TalkAboutState.open), view.open.map(line), empty: .say("talk-about-empty")),
                SheetPart(.word("talk-about-state", TalkAboutState.talked), view.talked.map(line)),
            ],
            main: .go("shell-add", "talk-about/new"), more: [.print(.talkAbout)]
        )
    }

    private static func line(_ one: TalkAboutLine) -> SheetLine {
        let other: TalkAboutState = one.state == .open ? .talked : .open
        return SheetLine(
            one.id, .own(one.wording), [SheetFact(.day(one.madeDay))], opens: "talk-about/\(one.id)",
            acts: [
                .write(.word("talk-about-state", other), done: "shell-changed") { try $0.setTalkAboutState(id: one.id, state: other) },
                .takeAway("talk_about", one.id),
            ])
    }

    static func form(_ id: TalkAboutId?) -> SheetPlace {
        .form { record in
            let view = try record.talkAbout()
            let old = try id.map { id in try found((view.open + view.talked).first { $0.id == id }) }
            return FormPage(.say("talk-about"), [.words("wording", "talk-about-wording", old?.wording ?? "", lines: 3)]) { record, filled in
                try id.map { try record.editTalkAbout(id: $0, wording: filled["wording"]) }
                    ?? record.addTalkAbout(wording: filled["wording"])
            }
        }
    }
}

extension TalkAboutState: Listed {
    public static var all: [Self] { [.open, .talked] }
}
