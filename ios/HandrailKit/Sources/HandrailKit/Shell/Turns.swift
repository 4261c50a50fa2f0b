/// One after the other, in the order in which they were asked for: each sees what the one before it did. Who waits and is cancelled cancels
/// its own.
actor Turns {
    private var last: Task<Void, Never>?

    func take<Made: Sendable>(_ work: @escaping @Sendable () async throws -> Made) async throws -> Made {
        let before = last
        let mine = Task {
            await before?.value
            return try await work()
        }
        last = Task { _ = await mine.result }
        return try await withTaskCancellationHandler {
            try await mine.value
        } onCancel: {
            mine.cancel()
        }
    }

    /// The same for what throws nothing.
    func take<Made: Sendable>(_ work: @escaping @Sendable () async -> Made) async -> Made {
        let before = last
        let mine = Task {
            await before?.value
            return await work()
        }
        last = Task { _ = await mine.value }
        return await withTaskCancellationHandler {
            await mine.value
        } onCancel: {
            mine.cancel()
        }
    }
}
