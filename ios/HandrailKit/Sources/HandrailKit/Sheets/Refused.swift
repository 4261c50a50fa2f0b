import handrail

extension Said {
    /// The sentence for an error: what happened, and what is safe. Its own text is for logs.
    public static func refused(_ error: any Error) -> Said {
        guard let error = error as? HandrailError else { return .say("error-internal") }
        return switch error {
        case .Closed: .say("error-closed")
        case .Key(let problem): .say(problem == .missing ? "error-key-missing" : "error-key-wrong")
        case .NewerVersion: .say("error-newer-version")
        case .Damaged: .say("error-damaged")
        case .NotFound: .say("error-not-found")
        case .Invalid: .say("error-invalid")
        case .Storage(let problem):
            switch problem {
            case .full: .say("error-storage-full")
            case .busy: .say("error-storage-busy")
            case .other: .say("error-storage-other")
            }
        case .Network(let problem): .say(problem == .offline ? "error-network-offline" : "error-network-refused")
        case .Cancelled: .say("error-cancelled")
        case .Internal: .say("error-internal")
        }
    }

    /// What is wrong with a field.
    public static func reason(_ reason: Reason) -> Said {
        switch reason {
        case .empty: .say("error-reason-empty")
        case .tooLong(let limit): .say("error-reason-too-long", ["count": .number(number: Int64(limit))])
        case .outOfRange(let min, let max): .say("error-reason-out-of-range", ["min": .number(number: min), "max": .number(number: max)])
        case .impossibleDate: .say("error-reason-impossible-date")
        case .unknownChoice: .say("error-reason-unknown-choice")
        case .unknownId: .say("error-reason-unknown-id")
        case .wrongState: .say("error-reason-wrong-state")
        case .tooMany(let limit): .say("error-reason-too-many", ["count": .number(number: Int64(limit))])
        case .malformed: .say("error-reason-malformed")
        }
    }
}
