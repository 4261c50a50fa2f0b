package org.handrail.app.phone

/** A permission that the person gives on a screen of the system's. */
interface Permission {
    /** Whether it is there. */
    val given: Boolean

    /** How many times the person was asked. */
    var asked: Int

    /** Asks; whether it is there now. */
    suspend fun ask(): Boolean
}

/** Asks at most twice, ever: after that the system shows nothing, and the person's answer is known. The way is the settings then. */
suspend fun Permission.askIfOfUse(): Boolean {
    if (given) return true
    if (asked >= 2) return false
    asked++
    return ask()
}
