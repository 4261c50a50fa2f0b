package org.handrail.app.key

/** Seals and opens small things with a key that the phone keeps and does not give away. */
interface Sealing {
    /** Whether the key is there. */
    val ready: Boolean

    /** Makes the key. Whatever an earlier one sealed cannot be opened any more. */
    fun make()

    /** Seals. Throws where the key is gone or the phone refuses. */
    fun seal(plain: ByteArray): ByteArray

    /** Opens what [seal] made. Throws where it is not that, or the key is another one. */
    fun open(sealed: ByteArray): ByteArray

    /** Deletes the key, for good. Does nothing where there is none. */
    fun forget()
}
