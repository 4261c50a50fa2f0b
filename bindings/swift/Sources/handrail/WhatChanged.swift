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

    /// What a sync that came to its end changed, as its report says: ``SyncReport/touched``. `sync` stands among the concepts after
    /// every sync, for the status line, the backup, and with whom one shares.
    public init(_ report: SyncReport) {
        self = report.touched.map { WhatChanged.these(Set($0)) } ?? .anything
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
