import Observation
import handrail

/// The first start: a language, what this is, and nothing asked.
@MainActor @Observable
public final class FirstRunModel {
    /// `language`, then `what`.
    public private(set) var page: String
    /// Whether the other two sentences are shown as well.
    public var more = false

    private let shell: Shell

    public init(_ shell: Shell, _ page: String) {
        (self.shell, self.page) = (shell, page)
    }

    public func choose(_ language: String) async {
        shell.ports.guarding.language = language
        await shell.write(nil) { try $0.saveSettings(edit: EditSettings(language: language)) }
        await shell.readWords()
        page = "what"
    }

    public func begin() { shell.home() }
    public func restore() { shell.go("restore") }
}

/// Who may look: the lock itself, and the choices about it. Nothing of the record is on it.
@MainActor @Observable
public final class GuardModel {
    private let shell: Shell
    /// Whether the choices are shown, and not the lock.
    public let choosing: Bool
    public var locked: Bool { didSet { shell.ports.guarding.locked = locked } }
    public var hidden: Bool { didSet { shell.ports.guarding.hidden = hidden } }

    public init(_ shell: Shell, choosing: Bool) {
        (self.shell, self.choosing) = (shell, choosing)
        (locked, hidden) = (shell.ports.guarding.locked, shell.ports.guarding.hidden)
    }

    public var canLock: Bool { shell.ports.guarding.canLock }

    public func unlock() async {
        if await shell.ports.guarding.unlock() { shell.back() }
    }

    public func help() { shell.go("help-now") }
}
