package org.handrail.app.reminders

import java.time.ZoneId
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.handrail.Channel
import org.handrail.Clock
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.LogLevel
import org.handrail.LogSink
import org.handrail.Message
import org.handrail.NotificationAction
import org.handrail.NotificationFact
import org.handrail.PhoneFacts
import org.handrail.PhoneKind
import org.handrail.PlannedNotification
import org.handrail.Words

/** The record, for as long as a call takes. Throws as [HandrailStore] does. */
interface WithRecord {
    /** Makes a call on the record, which is open meanwhile. */
    suspend fun <T> use(call: suspend (HandrailStore) -> T): T
}

/**
 * Follows the core's plan on a phone that wakes the app: keeps one alarm for what comes next, shows what is due when it is woken,
 * and says what became of it. It decides nothing; see `docs/reminders.md`.
 *
 * [settle] is what there is to do at every occasion: start, foreground, a write, a sync, the alarm, a restart, an update of the app,
 * another clock, zone, language or permission. It may be called at any time and twice; with nothing new it changes nothing.
 *
 * @param facts what the phone lets us do now.
 * @param zones the phone's own tables.
 * @param fact tells the core what became of a notification.
 */
class Reminders(
    private val record: WithRecord,
    private val alarm: Alarm,
    private val notices: Notices,
    private val memory: Memory,
    private val facts: () -> PhoneFacts,
    private val clock: Clock,
    private val log: LogSink,
    private val zones: Zones = Zones { runCatching { ZoneId.of(it).rules }.getOrNull() },
    private val fact: suspend (HandrailStore, String, NotificationFact) -> Unit = { store, id, fact ->
        store.write { notificationFact(id, fact) }
    },
    private val background: CoroutineDispatcher = Dispatchers.IO,
) {
    // Alarms, receivers and the screen come from threads of their own, and each is to see what the one before it did.
    private val oneAtATime = Mutex()
    private var kept: Standing? = null

    // Answers to what stands on the screen now: a second tap that was under way is not another answer.
    private val answered = mutableSetOf<Pair<String, NotificationAction>>()

    /** Shows what is due, asks for the plan, follows it, and sets the alarm. */
    suspend fun settle(): Unit = inTurn { record.use { follow(it) } }

    /**
     * The person answered on the notification. The answer is in the record before it is taken away; where the record cannot take it, it
     * stays and can be tapped again.
     */
    suspend fun answer(id: String, action: NotificationAction): Unit = inTurn {
        record.use { store ->
            if ((id to action) !in answered) {
                val fact = when (action) {
                    NotificationAction.DONE -> NotificationFact.DONE
                    NotificationAction.LATER -> NotificationFact.LATER
                    NotificationAction.NOT_TODAY -> NotificationFact.NOT_TODAY
                }
                if (!tell(store, id, fact)) return@use
                answered += id to action
            }
            notices.takeDown(id)
            follow(store)
        }
    }

    /** Sets the test that the person asked for, like any other. */
    suspend fun test(): Unit = inTurn {
        record.use { store ->
            val test = Held.of(store.read { testReminder() })
            val standing = standing()
            keep(standing.copy(held = standing.held.filter { it.id != test.id } + test))
            follow(store)
        }
    }

    /** Everything was erased: nothing is held, shown or remembered any more. */
    suspend fun forget(): Unit = inTurn {
        notices.takeAllDown()
        answered.clear()
        keep(Standing())
    }

    // What the phone is asked may take a while, and none of it belongs to the thread that draws.
    private suspend fun inTurn(work: suspend () -> Unit) = oneAtATime.withLock { withContext(background) { work() } }

    private suspend fun follow(store: HandrailStore) {
        val facts = facts()
        nameChannels(store)
        standing().untold.forEach { late ->
            if (tell(store, late.id, late.fact)) keep(standing().let { it.copy(untold = it.untold - late) })
        }
        val allowed = facts.notificationsAllowed != false
        val came = if (allowed) showDue(store, facts) else emptySet()
        var (plan, next) = plan(store, allowed)
        // What was due at several times and comes only now is one notification, and it comes at once.
        val atOnce = next.held.filter { held -> came.isNotEmpty() && parts(held.id).all { it in came } }
        if (atOnce.isNotEmpty()) {
            atOnce.forEach { show(store, it.id, facts) }
            keep(next.copy(held = next.held - atOnce.toSet()))
            val again = plan(store, allowed)
            plan = Plan(plan.letGo + again.first.letGo, again.first.replanAtMs, true)
            next = again.second
        }
        if (plan.changed || came.isNotEmpty()) {
            tryTo("reminders.held") { store.write { notificationsHeld(next.held.map(Held::told), plan.letGo) } }
        }
        arm(store, plan.replanAtMs, facts)
    }

    private class Plan(val letGo: List<String>, val replanAtMs: Long, val changed: Boolean)

    private suspend fun plan(store: HandrailStore, allowed: Boolean): Pair<Plan, Standing> {
        val before = standing()
        val capacity = if (allowed) CAPACITY else 0u
        val plan = store.read { planNotificationsFor(PhoneKind.WAKES_THE_APP, capacity, before.held.map(Held::told)) }
        val replaced = plan.cancel.toSet() + plan.set.map { it.id }
        val fresh = plan.set.filterNot { unsaid(before, it) }.map(Held::of)
        val after = before.copy(held = before.held.filter { it.id !in replaced } + fresh)
        keep(after)
        sayWhereTablesDiffer(fresh)
        return Plan(plan.cancel, plan.replanAtMs, plan.set.isNotEmpty() || plan.cancel.isNotEmpty()) to after
    }

    // Shown, and the record had no room to take that in: to the core it is still to come.
    private fun unsaid(before: Standing, planned: PlannedNotification): Boolean {
        val said = before.untold.flatMap { parts(it.id) }.toSet()
        return said.isNotEmpty() && parts(planned.id).all { it in said }
    }

    /**
     * Shows what is due if it is one thing. If it is several, the phone woke us late: they are let go of, and the plan that follows makes one
     * of them. Gives what they stand for.
     */
    private suspend fun showDue(store: HandrailStore, facts: PhoneFacts): Set<String> {
        val now = clock.now()
        val standing = standing()
        val due = standing.held.filter { it.dueMs(now, zones) <= now.instantMs }
        if (due.isEmpty()) return emptySet()
        due.singleOrNull()?.let { show(store, it.id, facts) }
        keep(standing().let { it.copy(held = it.held.filter { held -> held !in due }) })
        return due.flatMap { parts(it.id) }.toSet()
    }

    private suspend fun show(store: HandrailStore, id: String, facts: PhoneFacts) {
        val shown = store.read { notificationToShow(id)?.let { it to words().use { words -> noticeOf(it, words) } } } ?: return
        val (planned, notice) = shown
        val came = planned.channel !in facts.channelsOff && notices.show(notice)
        answered.removeAll { (of, _) -> of == planned.id }
        val fact = if (came) NotificationFact.SHOWN else NotificationFact.COULD_NOT_BE_SET
        if (!tell(store, planned.id, fact)) {
            keep(standing().let { it.copy(untold = it.untold + Untold(planned.id, fact)) })
        }
    }

    private fun noticeOf(planned: PlannedNotification, words: Words): Notice {
        val neutral = words.say(planned.neutral)
        return Notice(
            id = planned.id,
            channel = planned.channel,
            importance = planned.importance,
            quietly = planned.quietly,
            open = neutral,
            // Late ones say only that there was one, whatever was chosen.
            closed = planned.full?.takeUnless { planned.quietly }?.let(words::say) ?: neutral,
            actions = planned.actions.map { it to words.say(Message("reminder-" + it.word(), emptyList())) },
        )
    }

    private suspend fun nameChannels(store: HandrailStore) = notices.channels(
        store.read {
            words().use { words -> Channel.entries.associateWith { words.say(Message("reminder-channel-" + it.word(), emptyList())) } }
        },
    )

    private suspend fun arm(store: HandrailStore, replanAtMs: Long, facts: PhoneFacts) {
        val now = clock.now()
        val waiting = standing().held.map { it to it.dueMs(now, zones) }
        val next = minOf(waiting.minOfOrNull { it.second } ?: Long.MAX_VALUE, replanAtMs)
        // An alarm that comes roughly may come after one that was to be on the minute.
        val exact = waiting.any { (held, dueMs) -> held.exact && dueMs - next <= ROUGHLY_MS }
        when (alarm.set(next.coerceAtLeast(now.instantMs + SOON_MS), exact && facts.exactAllowed != false)) {
            Alarmed.EXACTLY -> Unit
            Alarmed.ROUGHLY -> if (exact) log.log(LogLevel.INFO, "reminders.exact.refused")
            Alarmed.REFUSED -> {
                log.log(LogLevel.WARNING, "reminders.alarm.refused")
                // It stays among what is held, and is tried again at the next occasion.
                waiting.filter { it.second == next }.forEach { (held, _) -> tell(store, held.id, NotificationFact.COULD_NOT_BE_SET) }
            }
        }
    }

    private fun sayWhereTablesDiffer(fresh: List<Held>) {
        val now = clock.now()
        val apart = fresh.map { it.dueMs(now, zones) - it.coreMs }.filter { it != 0L }
        if (apart.isEmpty()) return
        log.log(LogLevel.INFO, "reminders.tables.differ:${apart.size}:${apart.first() / MINUTE_MS}")
    }

    /** Whether the record took it, or has nothing to take: it was removed while the notification stood there. */
    private suspend fun tell(store: HandrailStore, id: String, fact: NotificationFact): Boolean =
        try {
            this.fact(store, id, fact)
            true
        } catch (_: HandrailException.Invalid) {
            true
        } catch (_: HandrailException.NotFound) {
            true
        } catch (_: HandrailException.Storage) {
            log.log(LogLevel.WARNING, "reminders.fact.not_kept")
            false
        }

    private suspend fun tryTo(code: String, write: suspend () -> Unit) {
        try {
            write()
        } catch (_: HandrailException.Storage) {
            log.log(LogLevel.WARNING, "$code.not_kept")
        }
    }

    private fun standing(): Standing = kept ?: (memory.read()?.let(Standing::read) ?: Standing()).also { kept = it }

    private fun keep(standing: Standing) {
        if (standing == kept) return
        kept = standing
        // Without room it is kept as long as the process lives; afterwards it is planned anew.
        if (!memory.write(standing.written())) log.log(LogLevel.WARNING, "reminders.memory.not_kept")
    }

    private companion object {
        /** More than anybody reads; the plan is made again long before they are all shown. */
        const val CAPACITY = 64u
        const val SOON_MS = 1_000L
        const val ROUGHLY_MS = 15 * 60_000L
        const val MINUTE_MS = 60_000L
    }
}

/** What an id stands for: each part is one turn of one occurrence. */
private fun parts(id: String): List<String> = id.split(',')

private fun Enum<*>.word(): String = name.lowercase().replace('_', '-')
