import handrail

/// A sheet that is not there until the person opens it, and can be put away again: what is in it is kept either way.
enum OpenedPages {
    /// - Parameter what: says what it is, before it is opened.
    static func page(
        _ title: Said, _ what: Said, _ opened: Bool, _ open: @escaping @Sendable (Handrail, Bool) throws -> Changes, _ page: SheetPage
    ) -> SheetPage {
        guard opened else {
            return SheetPage(
                title, notes: [what, .say("lines-open-private")], main: .write(.say("lines-open"), done: nil) { try open($0, true) })
        }
        var page = page
        page.more.append(
            .write(.say("lines-put-away"), done: "lines-put-away-done", undo: { record, _ in try open(record, true) }) {
                try open($0, false)
            })
        return page
    }
}
