package org.handrail.ui.shell

import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateListOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import org.handrail.Changes
import org.handrail.Handrail
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.KeyProblem
import org.handrail.NetworkProblem
import org.handrail.Reason
import org.handrail.StorageProblem
import org.handrail.ui.words.Strings

/** What was refused, and where. */
public data class Wrong(val field: String, val reason: Reason)

/** A sentence at the foot of the screen, and what can be taken back there. It stays until something else is done. */
public class Note(public val id: String, public val undo: (suspend () -> Unit)? = null)

/**
 * Where the person is in the app, and the way to the record from there. It draws nothing and decides nothing.
 *
 * Belongs to the thread that draws; what it starts runs in [scope] and goes on when a screen is left.
 *
 * @param start keys of the places on the way here, the first one at the bottom.
 */
@Stable
public class Shell(
    public val store: HandrailStore,
    public val ports: Ports,
    strings: Strings,
    private val scope: CoroutineScope,
    start: List<String> = emptyList(),
) {
    internal val drafts = Drafts(store)

    /** Who is told, by place, that what was typed there is saved. */
    internal val onSaved = mutableMapOf<String, () -> Unit>()

    private val way = mutableStateListOf<Place>().apply {
        addAll(start.mapNotNull(::placeOf))
        if (isEmpty()) add(requireNotNull(placeOf(HOME)) { "the first screen is in the list" })
    }

    /** What the screens say. Another one when the language changed. */
    public var strings: Strings by mutableStateOf(strings)

    /** Where the person is. */
    public val here: Place get() = way.last()

    /** Whether there is a way back within the app. */
    public val canGoBack: Boolean get() = way.size > 1

    /** Keys of the way here, to come back to after the process was ended. */
    public val keys: List<String> get() = way.map(Place::key)

    /** The sentence at the foot of the screen. */
    public var note: Note? by mutableStateOf(null)

    /** What was refused in the last edit. */
    public var wrong: Wrong? by mutableStateOf(null)

    private var running by mutableIntStateOf(0)

    /** Whether something that was asked for is still being done: its buttons wait. */
    public val busy: Boolean get() = running > 0

    /** Goes to a place. */
    public fun go(place: Place) {
        leave()
        way += place
    }

    /** Goes to a place by its key. */
    public fun go(key: String) {
        placeOf(key)?.let(::go)
    }

    /** Goes to a place that takes the place of this one: a form that is saved is nothing to come back to. */
    public fun goInstead(place: Place) {
        leave()
        way[way.lastIndex] = place
    }

    /** Goes back one place. False at the first one. */
    public fun back(): Boolean {
        if (!canGoBack) return false
        leave()
        way.removeAt(way.lastIndex)
        return true
    }

    /** Goes to the first place, and forgets the way. */
    public fun home() {
        leave()
        while (way.size > 1) way.removeAt(way.lastIndex)
        if (way.first().key != HOME) placeOf(HOME)?.let { way[0] = it }
    }

    private fun leave() {
        note = null
        wrong = null
    }

    /** Starts something that was asked for. What it throws becomes words on the screen. */
    public fun launch(work: suspend CoroutineScope.() -> Unit): Job = scope.launch {
        running++
        try {
            work()
        } catch (stopped: CancellationException) {
            throw stopped
        } catch (refused: HandrailException) {
            tell(refused)
        } finally {
            running--
        }
    }

    /**
     * Saves an edit: one call. [then] is done when it is kept.
     *
     * @param done id of the sentence that says so, or null for none.
     * @param undo what takes it back, with what the edit changed.
     */
    public fun save(
        done: String? = "shell-saved",
        undo: (suspend (Changes) -> Unit)? = null,
        then: (Changes) -> Unit = {},
        call: Handrail.() -> Changes,
    ): Job = launch {
        wrong = null
        val place = here.key
        val changed = store.write(call)
        onSaved[place]?.invoke()
        try {
            drafts.drop(place)
        } catch (_: HandrailException) {
            // What was asked for is done. That it be said so is worth more than an old draft, which goes by itself.
        }
        then(changed)
        note = done?.let { id -> Note(id, undo?.let { back -> { back(changed) } }) }
    }

    /** Takes something away, and offers to put it back. */
    public fun takeAway(concept: String, id: String, then: () -> Unit = {}): Job = save(
        done = "shell-removed",
        undo = { store.write { putBack(concept, id) } },
        then = { then() },
    ) { remove(concept, id) }

    /** Says what went wrong, in a sentence that says what is safe. What was typed stays. */
    public fun tell(refused: HandrailException) {
        if (refused is HandrailException.Invalid) wrong = Wrong(refused.field, refused.reason)
        note = Note(sentence(refused))
    }

    private companion object {
        const val HOME = "today"
    }
}

/** Id of the sentence for an error. */
public fun sentence(refused: HandrailException): String = when (refused) {
    is HandrailException.Closed -> "error-closed"
    is HandrailException.Key -> if (refused.problem == KeyProblem.MISSING) "error-key-missing" else "error-key-wrong"
    is HandrailException.NewerVersion -> "error-newer-version"
    is HandrailException.Damaged -> "error-damaged"
    is HandrailException.NotFound -> "error-not-found"
    is HandrailException.Invalid -> "error-invalid"
    is HandrailException.Storage -> when (refused.problem) {
        StorageProblem.FULL -> "error-storage-full"
        StorageProblem.BUSY -> "error-storage-busy"
        else -> "error-storage-other"
    }
    is HandrailException.Network -> if (refused.problem == NetworkProblem.OFFLINE) "error-network-offline" else "error-network-refused"
    is HandrailException.Cancelled -> "error-cancelled"
    is HandrailException.Internal -> "error-internal"
}

/** What is wrong with a field, in words. */
public fun Strings.say(reason: Reason): String = when (reason) {
    is Reason.Empty -> say("error-reason-empty")
    is Reason.TooLong -> say("error-reason-too-long", "count" to reason.limit.toLong())
    is Reason.OutOfRange -> say("error-reason-out-of-range", "min" to reason.min, "max" to reason.max)
    is Reason.ImpossibleDate -> say("error-reason-impossible-date")
    is Reason.UnknownChoice -> say("error-reason-unknown-choice")
    is Reason.UnknownId -> say("error-reason-unknown-id")
    is Reason.WrongState -> say("error-reason-wrong-state")
    is Reason.TooMany -> say("error-reason-too-many", "count" to reason.limit.toLong())
    is Reason.Malformed -> say("error-reason-malformed")
}
