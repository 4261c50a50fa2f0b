package org.handrail.ui.shell

/** What was typed on a screen and not saved yet. It outlives the process, in the encrypted record alone. */
public interface Drafts {
    /** What was typed there, by field. Empty where there is nothing. */
    public suspend fun read(place: String): Map<String, String>

    /** Keeps the whole text of a field. */
    public suspend fun keep(place: String, field: String, text: String)

    /** Lets go of everything that was typed there: it is saved now, or not wanted. */
    public suspend fun drop(place: String)
}

/** For as long as the process lives. */
public class DraftsInMemory : Drafts {
    private val typed = mutableMapOf<String, MutableMap<String, String>>()

    override suspend fun read(place: String): Map<String, String> = typed[place].orEmpty()

    override suspend fun keep(place: String, field: String, text: String) {
        typed.getOrPut(place) { mutableMapOf() }[field] = text
    }

    override suspend fun drop(place: String) {
        typed.remove(place)
    }
}
