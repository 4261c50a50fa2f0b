import Foundation

/// What the package adds to the generated binding. The binding itself is tried in `tests/bindings/swift`.
@main
struct Tests {
    static func main() async {
        let all: [(String, () async throws -> Void)] = [
            ("calls_leave_the_main_actor", callsLeaveTheMainActor),
            ("calls_are_made_one_after_the_other", callsAreMadeOneAfterTheOther),
            ("suspended_and_closed", suspendedAndClosed),
            ("keys_that_are_none", keysThatAreNone),
            ("a_clock_that_throws", aClockThatThrows),
            ("out_and_in_again", outAndInAgain),
            ("a_cancelled_task_ends_its_call", aCancelledTaskEndsItsCall),
            ("a_task_that_was_cancelled_before", aTaskThatWasCancelledBefore),
            ("suspending_ends_what_waits", suspendingEndsWhatWaits),
            ("sync_with_nobody", syncWithNobody),
            ("changes_are_told", changesAreTold),
            ("a_slow_reader_loses_nothing", aSlowReaderLosesNothing),
            ("a_save_that_changes_nothing_is_not_told", aSaveThatChangesNothingIsNotTold),
            ("a_write_that_gives_something_else", aWriteThatGivesSomethingElse),
            ("closing_ends_every_sequence", closingEndsEverySequence),
            ("a_cancelled_reader_ends", aCancelledReaderEnds),
            ("resuming_asks_for_all_screens", resumingAsksForAllScreens),
        ]
        var failed = 0
        for (name, test) in all {
            do {
                try await test()
                print("\(name) ... ok")
            } catch {
                failed += 1
                print("\(name) ... FAILED: \(error)")
            }
        }
        print("\(all.count - failed) passed, \(failed) failed")
        exit(failed == 0 ? 0 : 1)
    }
}
