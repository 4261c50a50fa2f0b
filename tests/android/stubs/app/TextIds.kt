// What `cargo xtask strings` writes for the Android build, without the numbers, which only that build has. For the compiler alone.
package org.handrail.app.words

internal object TextIds {
    fun of(id: String): Int? = id.hashCode().takeIf { it != 0 }
}
