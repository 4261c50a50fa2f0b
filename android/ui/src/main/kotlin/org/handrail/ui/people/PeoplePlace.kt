package org.handrail.ui.people

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable
import org.handrail.ContactPracticeView
import org.handrail.NewPerson
import org.handrail.PeopleView
import org.handrail.PersonState
import org.handrail.PersonView
import org.handrail.Sheet
import org.handrail.TakesPart
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PhoneField
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.Typed
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** The map of my people, and contacts that I practise. */
public data object PeoplePlace : Place {
    override val key: String = "people"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "person", "contact_practice", "contact_try", read = { people() }) { PeopleContent(shell, it) }
}

/** From close to further away; who was set aside stands last. */
@Composable
public fun PeopleContent(shell: Shell, view: PeopleView) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-people"), main = { MainButton(strings.say("people-add")) { shell.go("person-form") } }) {
        if (view.people.isEmpty()) Empty(strings.say("people-empty"))
        val rings = view.people.groupBy { it.closeness }
        for (closeness in CLOSENESS + null) {
            val people = rings[closeness].orEmpty()
            if (people.isNotEmpty() && closeness != null) Part(strings.say("person-closeness-$closeness"))
            if (people.isNotEmpty() && closeness == null && rings.size > 1) Part(strings.say("people-others"))
            for (person in people) Somebody(shell, person)
        }
        Part(strings.say("contacts"))
        for (contact in view.practising + view.practised) Contact(shell, contact)
        QuietButton(strings.say("shell-add"), of = strings.say("contacts")) { shell.go("contact-form") }
        Line(strings.say("permissions")) { shell.go("permissions") }
        if (view.setDown.isNotEmpty()) {
            Rest(open = false, words = "people-set-aside") {
                Part(strings.say("person-state-drop"))
                for (person in view.setDown) Somebody(shell, person)
            }
        }
        PrintSheet(shell, Sheet.PEOPLE, strings.say("sheet-people"))
    }
}

@Composable
private fun Somebody(shell: Shell, person: PersonView) {
    val strings = LocalStrings.current
    Line(person.name, listOf(person.relation, person.whatTheyGive).filter(String::isNotBlank).joinToString("\n")) { shell.go("person-form/${person.id}") }
    if (person.phone.isNotBlank() && !person.notToBeCalled) {
        QuietButton(strings.say("help-now-call", "name" to person.name)) { shell.ports.calling.call(person.phone) }
    }
}

@Composable
private fun Contact(shell: Shell, contact: ContactPracticeView) {
    val strings = LocalStrings.current
    val below = listOf(contact.personName, strings.say("contact-practice-state-${contact.state.word()}"))
    Line(contact.what, below.filter(String::isNotBlank).joinToString("\n")) { shell.go("contact/${contact.id}") }
}

/** Somebody on my map. */
public data class PersonFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("person-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "person", read = { people() }) { PersonFormContent(shell, it, id) }
}

/** A name is enough. */
@Composable
public fun PersonFormContent(shell: Shell, view: PeopleView, id: String?) {
    val strings = LocalStrings.current
    val edited = (view.people + view.setDown).firstOrNull { it.id == id }
    val beside = if (edited?.state == PersonState.DROP) view.setDown else view.people
    val typed = typed(shell, first = edited?.fields().orEmpty())
    Form(
        shell,
        strings.say("person"),
        edited?.let { Standing("person", it.id, beside.indexOf(it), beside.size) { to -> movePerson(it.id, to) } },
        onSave = {
            val details = NewPerson(
                typed["name"], typed["relation"], typed.number("closeness")?.toLong(), typed["what_they_give"], typed["what_i_want"], typed["phone"],
                TakesPart.entries.filter { typed[it.name].isNotBlank() }, typed["help_now"].isNotBlank(),
            )
            shell.save(then = { shell.back() }) { if (edited == null) savePerson(details) else editPerson(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "name", strings.say("person-name"))
        WordsField(shell, typed, "relation", strings.say("person-relation"))
        PhoneField(shell, typed, "phone", strings.say("person-phone"))
        Tick(strings.say("person-help-now"), typed["help_now"].isNotBlank()) { typed["help_now"] = if (it) "1" else "" }
        edited?.let { person ->
            OnOff(strings.say("person-state-keep"), person.state == PersonState.KEEP) { on ->
                shell.launch { shell.store.write { setPersonState(person.id, if (on) PersonState.KEEP else PersonState.DROP) } }
            }
        }
        More(shell, typed, edited != null)
    }
}

@Composable
private fun ColumnScope.More(shell: Shell, typed: Typed, edited: Boolean) {
    val strings = LocalStrings.current
    Rest(open = edited) {
        Choice(strings.say("person-closeness"), CLOSENESS.map { it to strings.say("person-closeness-$it") }, typed.number("closeness")?.toLong()) { typed["closeness"] = "$it" }
        WordsField(shell, typed, "what_they_give", strings.say("person-what-they-give"), lines = 2)
        WordsField(shell, typed, "what_i_want", strings.say("person-what-i-want"), lines = 2)
        for (part in TakesPart.entries) Tick(strings.say("person-takes-part-${part.word()}"), typed[part.name].isNotBlank()) { typed[part.name] = if (it) "1" else "" }
    }
}

private val CLOSENESS = listOf(1L, 2L, 3L)

private fun PersonView.fields() = mapOf(
    "name" to name,
    "relation" to relation,
    "closeness" to closeness?.toString().orEmpty(),
    "what_they_give" to whatTheyGive,
    "what_i_want" to whatIWant,
    "phone" to phone,
    "help_now" to if (helpNow) "1" else "",
) + takesPart.associate { it.name to "1" }
