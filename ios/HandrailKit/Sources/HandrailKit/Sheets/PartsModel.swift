import Foundation
import Observation
import handrail

/// Lines by part while they are on the screen: what is behind a word, what goes on beyond the page, and what is done with a line.
@MainActor @Observable
public final class PartsModel {
    public internal(set) var parts: [SheetPart] = [] {
        didSet { (older, whole) = ([:], []) }
    }
    /// Whether the system's notifications follow what is changed here.
    var reminds = false
    /// Parts that are shown though they are behind a word, by their place.
    public private(set) var unfolded: Set<Int> = []

    // Of a part that goes on: what came after the page, how many are shown, and whether that is all there is.
    private var older: [Int: [SheetLine]] = [:]
    private var seen: [Int: Int] = [:]
    private var whole: Set<Int> = []

    private let frame: any Frame

    // Enough to see how the last days went.
    private static let few = 5
    // So many the core hands out at once.
    private static let atOnce = 50

    init(_ frame: any Frame) {
        self.frame = frame
    }

    /// The lines of a part that are shown.
    public func lines(_ place: Int) -> [SheetLine] {
        guard let part = part(place) else { return [] }
        guard part.before != nil else { return part.lines }
        return Array((part.lines + (older[place] ?? [])).prefix(seen[place] ?? Self.few))
    }

    /// Whether there may be more of a part than is shown.
    public func goesOn(_ place: Int) -> Bool {
        guard let part = part(place), part.before != nil else { return false }
        let all = part.lines.count + (older[place]?.count ?? 0)
        return all > seen[place] ?? Self.few || !(whole.contains(place) || all < Self.atOnce)
    }

    /// Shows what came before.
    public func seeMore(_ place: Int) async {
        guard let part = part(place), let before = part.before else { return }
        let all = part.lines + (older[place] ?? [])
        let shown = seen[place] ?? Self.few
        if shown >= all.count - Self.atOnce, all.count >= Self.atOnce, !whole.contains(place), let last = all.last?.id {
            guard let next = await frame.doing({ try await frame.record.read { try before($0, last) } }) else { return }
            older[place, default: []] += next
            if next.count < Self.atOnce { whole.insert(place) }
        }
        seen[place] = shown + Self.atOnce
    }

    /// Whether a part is in sight, and not behind its word.
    public func isShown(_ place: Int) -> Bool { part(place)?.folded == nil || unfolded.contains(place) }

    public func unfold(_ place: Int) { unfolded.insert(place) }

    private func part(_ place: Int) -> SheetPart? { parts.indices.contains(place) ? parts[place] : nil }

    /// Does what a button says.
    public func act(_ act: SheetAct) async {
        await frame.perform(act)
        if reminds { await frame.planAnew() }
    }

    /// Turns a line on or off.
    public func turn(_ line: SheetLine, _ on: Bool) async {
        guard case .turn(_, let edit) = line.control else { return }
        if await frame.save("shell-changed", undo: nil, then: .stay, { try edit($0, on) }), reminds { await frame.planAnew() }
    }

    /// Chooses on a line.
    public func choose(_ line: SheetLine, _ choice: String) async {
        guard case .choose(_, _, let edit) = line.control else { return }
        await frame.save("shell-changed", undo: nil, then: .stay) { try edit($0, choice) }
    }

    /// Moves lines of a part, as a list on the screen reports it: before the line that stands at `to` now.
    public func move(_ part: SheetPart, from: Int, to: Int) async {
        guard let move = part.move, part.lines.indices.contains(from) else { return }
        let id = part.lines[from].id
        let place = UInt32(to > from ? to - 1 : to)
        await frame.save(nil, undo: nil, then: .stay) { try move($0, id, place) }
    }
}
