import Foundation
import Observation
import handrail

/// The lines that are built in: before a record is there, without a key, and without a network. Who holds a locked phone learns nothing of
/// the person from it.
@MainActor @Observable
public final class HelpWithoutRecord {
    /// Where the person is; nil until somebody says it.
    public private(set) var region: String?
    /// Every place that there are lines for.
    public let regions: [String]
    public private(set) var lines: [HelpLine] = []
    /// A call did not go through.
    public private(set) var failed = false

    private let calling: any Calling
    private let language: String

    /// - Parameter zone: the phone's, which says where it seems to be.
    public init(_ calling: any Calling, language: String, zone: String = TimeZone.current.identifier) {
        (self.calling, self.language) = (calling, language)
        let suggested = try? suggestedHelpRegion(language: language, zone: zone)
        regions = (try? helpRegions()) ?? []
        choose(suggested ?? nil)
    }

    /// The place; nil to choose another.
    public func choose(_ region: String?) {
        self.region = region.flatMap { regions.contains($0) ? $0 : nil }
        lines = self.region.flatMap { try? helpLines(region: $0, language: language) } ?? []
    }

    public func reach(_ line: HelpLine) {
        failed = !(line.kind == .text ? calling.message(line.number) : calling.call(line.number))
    }
}
