package org.handrail.ui.shell

import androidx.compose.runtime.Composable

/**
 * A screen, and what it is about. Its key outlives the process in the system's hands, so it holds names and ids of records, and
 * never a person's words.
 */
public interface Place {
    /** `name`, or `name/id/id`. */
    public val key: String

    /** What is drawn below the frame's head. */
    @Composable
    public fun Screen(shell: Shell)
}

/** The name in a key. */
public val Place.name: String get() = key.substringBefore('/')
