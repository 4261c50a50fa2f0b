import Foundation
import Observation
import handrail

/// A page of lines while it is on the screen.
@MainActor @Observable
public final class SheetModel {
    /// What is drawn; nil for the moment before it was read.
    public private(set) var page: SheetPage?
    /// Its lines, part by part.
    public let parts: PartsModel

    private let frame: any Frame
    private let concepts: [String]
    private let make: @Sendable (Handrail) throws -> SheetPage

    public init(_ frame: any Frame, _ concepts: [String], _ make: @escaping @Sendable (Handrail) throws -> SheetPage) {
        (self.frame, self.concepts, self.make, parts) = (frame, concepts, make, PartsModel(frame))
    }

    /// Reads the page, and again after each change of what it shows, until the task around it ends.  A star: after every change.
    public func run() async {
        let changes = frame.record.changes()
        await read()
        for await changed in changes where concepts == ["*"] || concepts.contains(where: { changed.touches($0) }) { await read() }
    }

    /// Reads the page once.
    public func read() async {
        guard var page = await frame.doing({ try await frame.record.read(make) }) else { return }
        if let silent = page.silent, await frame.phoneFacts().notificationsAllowed != true { page.parts.insert(silent, at: 0) }
        parts.reminds = page.reminds
        (self.page, parts.parts) = (page, page.parts)
    }

    /// Does what a button says.
    public func act(_ act: SheetAct) async { await parts.act(act) }
}
