import Foundation
import handrail
import os

/// The phone's clock, zone and tables, as they are at each reading.
final class PhoneClock: handrail.Clock {
    func now() throws -> Moment {
        let (now, zone) = (Date(), TimeZone.autoupdatingCurrent)
        let offset = Int32((Double(zone.secondsFromGMT(for: now)) / 60).rounded(.down))
        return Moment(instantMs: Int64(now.timeIntervalSince1970 * 1_000), zone: zone.identifier, offsetMin: offset)
    }
}

/// The system's log. What comes here are codes and numbers, never a person's words.
final class PhoneLog: LogSink {
    private let log = Logger(subsystem: "org.handrail", category: "app")

    func log(level: LogLevel, code: String) throws {
        switch level {
        case .info: log.info("\(code, privacy: .public)")
        case .warning: log.warning("\(code, privacy: .public)")
        case .error: log.error("\(code, privacy: .public)")
        }
    }
}
