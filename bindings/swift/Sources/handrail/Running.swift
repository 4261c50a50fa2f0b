import Foundation

/// The tokens of the calls that run now, so that going to sleep can end them without waiting for them first.
final class Running: @unchecked Sendable {
    // `tokens` is only touched with the lock held.
    private let lock = NSLock()
    private var tokens: [UUID: CancelToken] = [:]

    func begin() -> (CancelToken, UUID) {
        let (token, number) = (CancelToken(), UUID())
        lock.withLock { tokens[number] = token }
        return (token, number)
    }

    func end(_ number: UUID) {
        lock.withLock { tokens[number] = nil }
    }

    func cancelAll() {
        for token in lock.withLock({ Array(tokens.values) }) {
            token.end()
        }
    }
}

extension CancelToken {
    /// Cancels, where nobody is there to take an error. Its only one would be the binding's own; the call then goes on to its end.
    func end() {
        try? cancel()
    }
}
