import Foundation

/// What a write, or a sync, changed: enough to know which screens to read again.
///
/// ```swift
/// for await what in record.changes() where what.touches("coping_strategy", "coping_entry") {
///     screen = try await record.read { try $0.coping() }
/// }
/// ```
public enum WhatChanged: Sendable, Hashable {
    /// Records of these concepts: `coping_entry`, `step`, `homework` and so on, as ``Change/concept`` names them.
    case these(Set<String>)
    /// It is not known which: something arrived from elsewhere, or the record was opened again. Read every screen again.
    case anything

    /// A sync that brought nothing: what waited was sent, and who reads may have heard of it. `sync` stands among the concepts after
    /// every sync, for the status line, the backup, and with whom one shares.
    public static let sent = WhatChanged.these(["sync", "packet", "reader", "introduction"])

    /// What a sync that came to its end changed.
    init(_ report: SyncReport) {
        let nothingCame = report.takenIn == 0 && report.notOpened == 0 && report.fromOwnPhones == 0
        self = nothingCame ? .sent : .anything
    }

    /// The concepts of one write.
    public init(_ changes: Changes) {
        self = .these(Set(changes.records.map(\.concept)))
    }

    /// Whether a screen that shows these concepts is to be read again.
    public func touches(_ concepts: String...) -> Bool {
        switch self {
        case .these(let changed): !changed.isDisjoint(with: concepts)
        case .anything: true
        }
    }

    /// Both together, for a screen that was busy while two writes were made.
    public func and(_ later: WhatChanged) -> WhatChanged {
        guard case .these(let mine) = self, case .these(let theirs) = later else { return .anything }
        return .these(mine.union(theirs))
    }

    /// A write that changed nothing, such as a save of what is there already.
    var isNothing: Bool {
        self == .these([])
    }
}
