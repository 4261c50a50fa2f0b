package org.handrail.ui.shell

import org.handrail.ui.today.TodayPlace

/** Every screen by its name, made from the ids in its key. One line each. */
public val PLACES: Map<String, (List<String>) -> Place> = mapOf(
    "today" to { _ -> TodayPlace },
)

/** The place of a key; null where this app has none of that name, or an id is missing. */
public fun placeOf(key: String): Place? {
    val parts = key.split('/')
    return PLACES[parts.first()]?.let { make -> runCatching { make(parts.drop(1)) }.getOrNull() }
}
