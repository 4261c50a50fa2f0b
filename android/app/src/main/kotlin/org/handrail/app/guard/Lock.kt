package org.handrail.app.guard

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/**
 * Whether the app asks for a finger, a face or a code before it shows anything. Who is away only for a moment, to look at a
 * message or to call somebody, is not asked again.
 *
 * @param wanted whether the person turned it on, and the phone can do it.
 * @param running milliseconds that never jump, asleep or not.
 */
class Lock(private val wanted: () -> Boolean, private val running: () -> Long) {
    private val shut = MutableStateFlow(wanted())
    private var awaySince: Long? = null

    /** Whether it is shut now. */
    val isShut: StateFlow<Boolean> = shut.asStateFlow()

    /** The app went out of sight. */
    fun left() {
        if (awaySince == null) awaySince = running()
    }

    /** The app is in sight again. */
    fun cameBack() {
        val away = awaySince ?: return
        awaySince = null
        if (!wanted()) shut.value = false else if (running() - away > GRACE_MS) shut.value = true
    }

    /** The phone says that it is the person. */
    fun opened() {
        shut.value = false
    }

    companion object {
        /** How long one may be away. */
        const val GRACE_MS: Long = 60_000
    }
}
