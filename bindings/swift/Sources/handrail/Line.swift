import Dispatch

/// Where a record's calls stand in line: one at a time, on a thread of their own. A call may wait for the disk, and the threads
/// that Swift's tasks share are few and must not wait.
final class Line: SerialExecutor {
    private let queue = DispatchQueue(label: "org.handrail.record", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}
