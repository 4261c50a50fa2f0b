package org.handrail.ui.shell

import org.handrail.HandrailStore

/** What was typed on a screen and not saved yet. It outlives the process, in the encrypted record alone. */
internal class Drafts(private val store: HandrailStore) {
    /** What was typed there, by field. Empty where there is nothing. */
    suspend fun read(place: String): Map<String, String> = store.read { draft(place) }.fields.associate { it.field to it.text }

    /** Keeps the whole text of a field. */
    suspend fun keep(place: String, field: String, text: String) {
        store.write { saveDraft(place, field, text) }
    }

    /** Lets go of everything that was typed there: it is saved now, or not wanted. */
    suspend fun drop(place: String) {
        store.write { dropDraft(place) }
    }
}
