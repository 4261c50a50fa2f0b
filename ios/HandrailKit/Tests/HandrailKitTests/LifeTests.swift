import Foundation
import handrail

@testable import HandrailKit

/// The app coming and going: what is kept, what sleeps, who is asked, and what there is after the worst.
@MainActor let lifeTests: [(String, @MainActor () async throws -> Void)] = [
    ("the_record_sleeps_when_nobody_needs_it", sleepsWhenNobodyNeedsIt),
    ("an_answer_to_a_closed_app", answerToAClosedApp),
    ("an_answer_before_the_phone_was_unlocked", answerBeforeUnlocking),
    ("what_is_being_typed_is_kept_before_it_sleeps", typedBeforeSleep),
    ("a_screen_in_sight_is_read_again_on_another_day", anotherDay),
    ("what_was_saved_is_no_draft", savedIsNoDraft),
    ("back_where_it_was_after_a_reminder_came_first", backAfterAReminder),
    ("erased_and_begun_again", erasedAndBegunAgain),
    ("a_lost_key_and_the_way_back", aLostKeyAndTheWayBack),
    ("a_phone_that_does_not_answer_has_not_lost_the_key", aPhoneThatDoesNotAnswer),
    ("a_minute_away_is_not_asked_about", aMinuteAway),
    ("what_the_switcher_of_apps_shows", whatTheSwitcherShows),
    ("the_system_gives_no_more_time", noMoreTime),
    ("woken_in_the_background", wokenInTheBackground),
    ("longer_and_longer_where_nobody_answers", longerAndLonger),
    ("ways_hold_no_words", waysHoldNoWords),
]

/// The system's background time, as it was asked for.
@MainActor final class Asking: Occasions {
    private(set) var asked: [Date] = []
    func ask(notBefore: Date) { asked.append(notBefore) }
    func none() { asked = [] }
}

/// A relay that is away, as often as it is asked.
final class Away: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    private var retryAt: Int64?
    var calls: Int { lock.withLock { count } }
    func patience(until ms: Int64?) { lock.withLock { retryAt = ms } }
    @Sendable func exchange(_ record: HandrailRecord) async throws -> SyncReport {
        let retry = lock.withLock {
            count += 1
            return retryAt
        }
        return SyncReport(
            delivered: 0, takenIn: 0, notOpened: 0, saved: 0, fromOwnPhones: 0, bytesSent: 0, bytesReceived: 0, overQuota: false,
            stopped: .away, retryAtMs: retry, touched: ["sync"])
    }
}

/// A phone and the app on it.
@MainActor struct OnAPhone {
    let pocket: Pocket
    let standing = Standing()
    let asking = Asking()
    let away = Away()
    let life: Life

    init(_ pocket: Pocket, exchange: (@Sendable (HandrailRecord) async throws -> SyncReport)? = nil) {
        self.pocket = pocket
        let (clock, away) = (pocket.clock, away)
        let lock = Lock(pocket) { .milliseconds((try? clock.now())?.instantMs ?? 0) }
        life = Life(
            pocket.launch(), lock: lock, notices: standing, occasions: asking, syncing: Syncing(exchange: exchange ?? away.exchange),
            guarding: pocket,
            now: { clock.date })
    }

    func shell() throws -> Shell { try there(life.launch.shell) }
}

extension HandClock {
    var date: Date { Date(timeIntervalSince1970: TimeInterval((try? now())?.instantMs ?? 0) / 1_000) }
}

private func asleep(_ record: HandrailRecord) async throws -> Bool {
    do {
        _ = try await record.read { try $0.thisDay() }
        return false
    } catch HandrailError.Closed {
        return true
    }
}

private func dailyAtNine(_ record: HandrailRecord) async throws {
    try await record.write {
        try $0.saveHomework(details: NewHomework(title: "Walk", origin: .agreed, howOften: .daily, reminderTime: "09:00"))
    }
}

@MainActor private func sleepsWhenNobodyNeedsIt() async throws {
    let ana = OnAPhone(Pocket())
    await ana.life.cameToSight([])
    let record = try ana.shell().record
    try same(try await asleep(record), false)
    await ana.life.wentOutOfSight()
    try same(try await asleep(record), true)
    // A screen that reads itself meanwhile is not told off.
    await SheetModel(try ana.shell(), []) { SheetPage(.own(try $0.thisDay())) }.read()
    try holds(try ana.shell().note == nil, "nobody asked")
    await ana.life.cameToSight(["today", "goals"])
    try same(try await asleep(record), false)
    try same(try ana.shell().keys, ["first-run/language"])
    // Twice is once.
    await ana.life.cameToSight([])
    await ana.life.wentOutOfSight()
    try same(try await asleep(record), true)
}

@MainActor private func answerToAClosedApp() async throws {
    let pocket = Pocket()
    let before = OnAPhone(pocket)
    await before.life.cameToSight([])
    try await dailyAtNine(try before.shell().record)
    await before.life.wentOutOfSight()
    let first = try there(await before.standing.waiting.first)
    try await before.shell().record.close()

    // It comes the next morning; the app is not there.
    pocket.clock.pass(hours: 21)
    let after = OnAPhone(pocket)
    try holds(after.life.launch.shell == nil, "closed")
    await after.life.answered(first.planned.id, Answered(identifier: "done"), shownMs: first.planned.instantMs)
    let record = try after.shell().record
    try same(try await asleep(record), true)
    try same(await after.standing.down, [first.planned.id])
    await after.life.cameToSight(["today", "homework"])
    let homework = try await record.read { try $0.homework() }
    let walk = try there((homework.due + homework.coming).first)
    try same(try await record.read { try $0.homeworkResults(id: walk.id) }.map(\.result), [.done])
    try same(try after.shell().keys, ["today", "homework"])
    // Put away without an answer: it came, and that is all.
    let second = try there(await after.standing.waiting.first)
    await after.life.answered(
        second.planned.id, Answered(identifier: "com.apple.UNNotificationDismissActionIdentifier"), shownMs: second.planned.instantMs)
    try same(try await record.read { try $0.homeworkResults(id: walk.id) }.count, 1)
}

@MainActor private func answerBeforeUnlocking() async throws {
    let pocket = Pocket()
    let before = OnAPhone(pocket)
    await before.life.cameToSight([])
    try await dailyAtNine(try before.shell().record)
    await before.life.wentOutOfSight()
    let first = try there(await before.standing.waiting.first)
    try await before.shell().record.close()
    pocket.clock.pass(hours: 21)

    // The phone was started anew, and its Keychain is not open yet.
    pocket.keychain.shut = true
    let after = OnAPhone(pocket)
    await after.life.answered(first.planned.id, Answered(identifier: "done"), shownMs: first.planned.instantMs)
    guard case .refused = after.life.launch.stage else { throw NotSo(description: "\(after.life.launch.stage)") }
    pocket.keychain.shut = false
    await after.life.cameToSight(["today"])
    let homework = try await after.shell().record.read { try $0.homework() }
    let walk = try there((homework.due + homework.coming).first)
    try same(try await after.shell().record.read { try $0.homeworkResults(id: walk.id) }.map(\.result), [.done])
}

@MainActor private func typedBeforeSleep() async throws {
    let pocket = Pocket()
    let before = OnAPhone(pocket)
    await before.life.cameToSight([])
    let shell = try before.shell()
    shell.home()
    shell.go("goal-form/new")
    let form = try await shell.form()
    shell.typing(at: "goal-form/new") { await form.keep() }
    form["title"] = "Visit my sis"
    // No pause in typing: the phone rang.
    await before.life.wentOutOfSight()
    try await shell.record.close()

    let after = OnAPhone(pocket)
    await after.life.cameToSight(Way.keys(Way.text(shell.keys)))
    try same(try after.shell().here.key, "goal-form/new")
    try same(try await after.shell().form()["title"], "Visit my sis")
}

@MainActor private func savedIsNoDraft() async throws {
    let shell = try await Pocket().shell()
    shell.home()
    shell.go("goal-form/new")
    let form = try await shell.form()
    form["title"] = "Visit my sister"
    await form.save()
    // Its screen goes away after that, as the phone draws it, and keeps what is on it.
    await form.keep()
    shell.go("goal-form/new")
    try same(try await shell.form()["title"], "")
}

@MainActor private func anotherDay() async throws {
    let pocket = Pocket()
    let ana = OnAPhone(pocket)
    await ana.life.cameToSight([])
    let page = SheetModel(try ana.shell(), ["homework"]) { SheetPage(.own(try $0.thisDay())) }
    let screen = Task { await page.run() }
    defer { screen.cancel() }
    func shows(_ day: String) async throws {
        for _ in 0..<6_000 where page.page?.title != .own(day) { try await Task.sleep(for: .milliseconds(5)) }
        try same(page.page?.title, .own(day))
    }
    try await shows("2026-11-21")
    // Nobody wrote anything.
    pocket.clock.pass(hours: 24)
    await ana.life.occasion()
    try await shows("2026-11-22")
    pocket.clock.pass(hours: -31 * 24)
    await ana.life.occasion()
    try await shows("2026-10-22")
}

@MainActor private func backAfterAReminder() async throws {
    let pocket = Pocket()
    let before = OnAPhone(pocket)
    await before.life.cameToSight([])
    await before.life.wentOutOfSight()
    try await before.shell().record.close()
    let after = OnAPhone(pocket)
    // The system wakes the app; later somebody looks.
    await after.life.woken()
    try same(try after.shell().keys, ["today"])
    await after.life.cameToSight(["today", "more", "no-such-place", "plan"])
    try same(try after.shell().keys, ["today", "more", "plan"])
    // Somewhere else by then: coming back again changes nothing.
    try after.shell().home()
    await after.life.wentOutOfSight()
    await after.life.cameToSight(["today", "more"])
    try same(try after.shell().keys, ["today"])
}

@MainActor private func erasedAndBegunAgain() async throws {
    let pocket = Pocket()
    let ana = OnAPhone(pocket)
    await ana.life.cameToSight([])
    let old = try ana.shell()
    try await dailyAtNine(old.record)
    await ana.life.planAnew()
    let key = try there(pocket.keychain.held)
    try holds(await !ana.standing.waiting.isEmpty, "something waits")
    (pocket.locked, pocket.hidden, pocket.language) = (true, true, "es")
    let leaving = EraseModel(old, word: "erase")
    leaving.typed = "erase"
    await leaving.erase()
    while ana.life.launch.shell == nil || ana.life.launch.shell === old { try await Task.sleep(for: .milliseconds(5)) }
    let new = try ana.shell()
    try same(new.keys, ["first-run/language"])
    try holds(try there(pocket.keychain.held) != key, "another key")
    try same(await ana.standing.waiting.count, 0)
    try holds(!pocket.locked && !pocket.hidden && pocket.language == "es", "no switch is left, and it can be read")
    try same(try await new.record.read { try $0.homework().due.count }, 0)
    let first = FirstRunModel(new, "language")
    await first.choose("es")
    try holds(new.note == nil, "the new one takes what is written")
}

@MainActor private func aLostKeyAndTheWayBack() async throws {
    let pocket = Pocket()
    let before = OnAPhone(pocket)
    await before.life.cameToSight([])
    try await before.shell().record.write { try $0.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk")) }
    await before.life.wentOutOfSight()
    let key = try there(pocket.keychain.held)
    try pocket.keychain.delete()

    // Asleep, the key is asked for anew.
    await before.life.cameToSight([])
    guard case .keyLost = before.life.launch.stage else { throw NotSo(description: "\(before.life.launch.stage)") }
    try same(pocket.keychain.held, nil)
    await before.life.restore()
    try same(try before.shell().keys, ["today", "restore"])
    try holds(pocket.keychain.held != nil && pocket.keychain.held != key, "a key of its own")
    // What was there lies beside it, untouched.
    let aside = pocket.folder.deletingLastPathComponent().appendingPathComponent("record.aside.1")
    try holds(RecordKeys.occupied(aside), "it is kept")
    try FileManager.default.removeItem(at: aside)
}

@MainActor private func aPhoneThatDoesNotAnswer() async throws {
    let pocket = Pocket()
    try await pocket.shell().record.close()
    pocket.keychain.shut = true
    let launch = try await pocket.start()
    guard case .refused(let says) = launch.stage else { throw NotSo(description: "\(launch.stage)") }
    try same(says, .say("error-key-missing"))
    // Nothing is put aside for it.
    await launch.restore()
    try holds(RecordKeys.occupied(pocket.folder), "untouched")
}

/// A time that goes on as it is told to.
@MainActor private final class Running {
    var passed = Duration.zero
}

@MainActor private func aMinuteAway() async throws {
    let pocket = Pocket()
    let time = Running()
    pocket.locked = true
    let lock = Lock(pocket) { time.passed }
    try same(lock.shut, true)
    pocket.unlocks = false
    await lock.unlock()
    try same(lock.shut, true)
    pocket.unlocks = true
    await lock.unlock()
    try same(lock.shut, false)
    lock.left()
    time.passed += .seconds(59)
    lock.left()
    lock.cameBack()
    try same(lock.shut, false)
    lock.left()
    time.passed += .seconds(61)
    lock.cameBack()
    try same(lock.shut, true)
    // Turned off on the phone itself: nobody is shut out.
    pocket.canLock = false
    await lock.unlock()
    try same(lock.shut, false)
    try same(Lock(pocket) { time.passed }.shut, false)
}

@MainActor private func whatTheSwitcherShows() async throws {
    let pocket = Pocket()
    try same([Sight.used, .seen, .away].map(pocket.covers), [false, false, false])
    pocket.hidden = true
    try same([Sight.used, .seen, .away].map(pocket.covers), [false, true, true])
    (pocket.hidden, pocket.locked) = (false, true)
    try same([Sight.used, .seen, .away].map(pocket.covers), [false, true, true])
}

/// An exchange with somebody who never answers: it ends when the record sleeps. It tells when it began.
private func endless(_ began: AsyncStream<Void>.Continuation) -> @Sendable (HandrailRecord) async throws -> SyncReport {
    { record in
        began.yield()
        while true {
            _ = try await record.read { try $0.thisDay() }
            await Task.yield()
        }
    }
}

@MainActor private func noMoreTime() async throws {
    let pocket = Pocket()
    let before = OnAPhone(pocket)
    await before.life.cameToSight([])
    let code = RecoveryCodeModel(try before.shell())
    code.relay = "http://127.0.0.1:9"
    await code.make()
    await before.life.wentOutOfSight()
    try await before.shell().record.close()

    let (begins, began) = AsyncStream<Void>.makeStream()
    let after = OnAPhone(pocket, exchange: endless(began))
    let coming = Task { await after.life.cameToSight([]) }
    for await _ in begins { break }
    // Somebody opens the app for a second, and the relay does not answer.
    let leaving = Task { await after.life.wentOutOfSight() }
    while after.life.isInSight { await Task.yield() }
    after.life.hurry()
    await leaving.value
    await coming.value
    try same(try await asleep(try after.shell().record), true)
}

@MainActor private func wokenInTheBackground() async throws {
    let pocket = Pocket()
    let ana = OnAPhone(pocket)
    await ana.life.woken()
    let record = try ana.shell().record
    try same(try await asleep(record), true)
    // Nobody to send to: nothing goes anywhere. The next time is asked for all the same, for the reminders.
    try same(ana.away.calls, 0)
    try holds(try there(ana.asking.asked.last) > pocket.clock.date, "later")
}

@MainActor private func longerAndLonger() async throws {
    let pocket = Pocket()
    let shell = try await pocket.shell()
    let away = Away()
    let syncing = Syncing(exchange: away.exchange)
    let now = pocket.clock.date
    try same(await syncing.run(shell.record), .unwanted)
    try same(syncing.next(after: now).timeIntervalSince(now), Syncing.rest)
    let code = RecoveryCodeModel(shell)
    code.relay = "http://127.0.0.1:9"
    await code.make()
    var waits: [TimeInterval] = []
    for _ in 0..<6 {
        try same(await syncing.run(shell.record), .again)
        waits.append(syncing.next(after: now).timeIntervalSince(now) / 60)
    }
    try same(waits, [15, 30, 60, 120, 240, 240])
    // A relay that asks for patience gets it.
    away.patience(until: Int64(now.addingTimeInterval(86_400).timeIntervalSince1970 * 1_000))
    await syncing.run(shell.record)
    try same(syncing.next(after: now).timeIntervalSince(now), 86_400)
    try same(away.calls, 7)
    let well = Syncing { record in
        var report = try await away.exchange(record)
        report = SyncReport(
            delivered: 1, takenIn: 0, notOpened: 0, saved: 0, fromOwnPhones: 0, bytesSent: 0, bytesReceived: 0, overQuota: false,
            stopped: nil, retryAtMs: nil, touched: report.touched)
        return report
    }
    try same(await well.run(shell.record), .done)
    try same(well.next(after: now).timeIntervalSince(now), Syncing.rest)
}

@MainActor private func waysHoldNoWords() async throws {
    try same(Way.keys(Way.text(["today", "goal/01J9ZK", "goal-form/new"])), ["today", "goal/01J9ZK", "goal-form/new"])
    try same(Way.text(["today", "goal/Visit my sister", "goal/زيارة", ""]), "today")
    try same(Way.keys("today\nno-such-place\ngoals"), ["today", "goals"])
    try same(Way.keys(""), [])
    try same(Way.keys(Way.text(Array(repeating: "goals", count: 80))).count, 50)
    // Every place's own key goes both ways.
    for name in Place.Name.allCases { try same(Way.keys(Way.text([Place(name, ["new"]).key])), [Place(name, ["new"]).key]) }
}
