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
    /// What else there is, where a line did not answer; nil: all of them are shown.
    public private(set) var next: [HelpOption]?
    /// The line that was tried, so that there is a way on when nobody answers.
    public private(set) var tried: HelpLine?

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

    /// Opens the dialler, or a message; where there is none, what else there is.
    public func reach(_ line: HelpLine) {
        tried = line
        if !(line.kind == .text ? calling.message(line.number) : calling.call(line.number)) { didNotWork() }
    }

    public func didNotWork() {
        guard let tried else { return }
        next = try? afterFailedHelpLine(region: region ?? "", language: language, failed: tried.id)
    }

    /// Back to all of it.
    public func again() {
        (next, tried) = (nil, nil)
    }
}
