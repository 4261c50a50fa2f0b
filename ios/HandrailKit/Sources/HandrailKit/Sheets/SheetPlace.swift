import Foundation
import handrail

/// A place that is a page of lines or a form, by the ids in its key.
public enum SheetPlace: Sendable {
    /// Lines, read anew when one of these concepts changes.
    case lines([String], @Sendable (Handrail) throws -> SheetPage)
    /// A form, read once: what is typed is not to change under the hand.
    case form(@Sendable (Handrail) throws -> FormPage)

    /// The place of a name; nil where it is not one of these, or an id is missing.
    public static func of(_ name: String, _ ids: [String]) -> SheetPlace? {
        (SHEETS[name] ?? HOME_SHEETS[name])?(Ids(ids))
    }
}

/// The ids in a key, which may have fewer than a place wants.
public struct Ids: Sendable {
    private let ids: [String]

    init(_ ids: [String]) {
        self.ids = ids
    }

    public subscript(_ place: Int) -> String? {
        ids.indices.contains(place) && !ids[place].isEmpty ? ids[place] : nil
    }
}

/// What is looked for is no longer there: taken away on another phone, or put away meanwhile.
func found<Found>(_ found: Found?) throws -> Found {
    guard let found else { throw HandrailError.NotFound }
    return found
}

/// One of a list that the core hands out page by page: the newest came with the screen.
func search<Entry>(_ newest: [Entry], _ id: RecordId, _ of: KeyPath<Entry, RecordId>, before: (RecordId) throws -> [Entry]) rethrows
    -> Entry?
{
    var page = newest
    while let last = page.last {
        if let one = page.first(where: { $0[keyPath: of] == id }) { return one }
        page = try before(last[keyPath: of])
    }
    return nil
}
