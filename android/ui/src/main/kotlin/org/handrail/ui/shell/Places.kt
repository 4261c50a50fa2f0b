package org.handrail.ui.shell

import org.handrail.ui.helpnow.HelpNowPlace
import org.handrail.ui.home.FirstRunPlace
import org.handrail.ui.home.LockPlace
import org.handrail.ui.home.MorePlace
import org.handrail.ui.settings.SettingsPlace
import org.handrail.ui.today.SomethingNowPlace
import org.handrail.ui.today.TodayPlace

/** Every screen by its name, made from the ids in its key. One line each. */
public val PLACES: Map<String, (List<String>) -> Place> = mapOf(
    "today" to { _ -> TodayPlace },
    "something-now" to { _ -> SomethingNowPlace },
    "help-now" to { _ -> HelpNowPlace },
    "more" to { _ -> MorePlace },
    "first-run" to { (page) -> FirstRunPlace(page) },
    "settings" to { _ -> SettingsPlace },
    "lock" to { _ -> LockPlace },
)

/** The place of a key; null where this app has none of that name, or an id is missing. */
public fun placeOf(key: String): Place? {
    val parts = key.split('/')
    return PLACES[parts.first()]?.let { make -> runCatching { make(parts.drop(1)) }.getOrNull() }
}
