package org.handrail.ui.people

import androidx.compose.runtime.Composable
import org.handrail.PersonView
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Typed

/** Somebody on my map, or nobody. Nothing where the map is empty. The field holds their id. */
@Composable
public fun PersonField(typed: Typed, field: String, label: String, people: List<PersonView>) {
    if (people.isEmpty()) return
    val of = people.map { it.id to it.name } + ("" to LocalStrings.current.say("person-nobody"))
    Choice(label, of, typed[field]) { typed[field] = it }
}
