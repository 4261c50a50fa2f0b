package org.handrail.ui.people

import androidx.compose.runtime.Composable
import org.handrail.ContactOutcome
import org.handrail.ContactPracticeView
import org.handrail.ContactState
import org.handrail.ContactTryView
import org.handrail.Handrail
import org.handrail.NewContactPractice
import org.handrail.NewContactTry
import org.handrail.PeopleView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.Written
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A contact in steps, and how the tries went. */
public data class ContactPlace(val id: String) : Place {
    override val key: String = "contact/$id"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "contact_practice", "contact_try", "person", read = { people() to contactTries(id) }) { (view, tries) ->
        val contact = view.practice(id)
        if (contact == null) Page(shell.strings.say("contact-practice")) { Empty(shell.strings.say("error-not-found")) } else ContactContent(shell, contact, tries)
    }
}

private fun PeopleView.practice(id: String?) = (practising + practised).firstOrNull { it.id == id }

/** What I say stands in the order in which I say it. */
@Composable
public fun ContactContent(shell: Shell, view: ContactPracticeView, tries: List<ContactTryView>) {
    val strings = LocalStrings.current
    Page(view.what, main = { MainButton(strings.say("contact-try-result")) { shell.go("contact-try/${view.id}") } }) {
        if (view.personName.isNotBlank()) Aside(view.personName)
        Written(strings.say("contact-practice-say-first"), view.sayFirst)
        Written(strings.say("contact-practice-say-then"), view.sayThen)
        Written(strings.say("contact-practice-if-it-is-hard"), view.ifItIsHard)
        QuietButton(strings.say("shell-change")) { shell.go("contact-form/${view.id}") }
        if (tries.isNotEmpty()) Part(strings.say("contact-try"))
        Earlier(shell, tries, ContactTryView::id, { contactTriesBefore(view.id, it) }) { tried ->
            val kind = if (tried.rolePlay) strings.say("contact-try-role-play") else ""
            Line(strings.say("contact-try-result-${tried.result.word()}"), listOf(strings.day(tried.day), kind, tried.howItWent).filter(String::isNotBlank).joinToString("\n")) {
                shell.go("contact-try/${view.id}/${tried.id}")
            }
        }
        Choice(strings.say("contact-practice-state"), ContactState.entries.map { it to strings.say("contact-practice-state-${it.word()}") }, view.state) { to ->
            shell.save(done = "shell-changed") { setContactPracticeState(view.id, to) }
        }
    }
}

/** Plans a contact: what I want, what I say first, what then. */
public data class ContactFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("contact-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "contact_practice", "person", read = { people() }) { ContactFormContent(shell, it, id) }
}

/** Only what I want to do must stand there. */
@Composable
public fun ContactFormContent(shell: Shell, view: PeopleView, id: String?) {
    val strings = LocalStrings.current
    val edited = view.practice(id)
    val typed = typed(
        shell,
        first = edited?.run { mapOf("person" to person.orEmpty(), "what" to what, "say_first" to sayFirst, "say_then" to sayThen, "if_it_is_hard" to ifItIsHard) }.orEmpty(),
    )
    Form(shell, strings.say("contact-practice"), edited?.let { Standing("contact_practice", it.id) }, onSave = {
        val details = NewContactPractice(typed["person"].takeIf(String::isNotBlank), typed["what"], typed["say_first"], typed["say_then"], typed["if_it_is_hard"])
        shell.save(then = { shell.back() }) { if (edited == null) saveContactPractice(details) else editContactPractice(edited.id, details) }
    }) {
        WordsField(shell, typed, "what", strings.say("contact-practice-what"), lines = 2, hint = strings.say("contacts-example"))
        PersonField(typed, "person", strings.say("contact-practice-person"), view.people)
        WordsField(shell, typed, "say_first", strings.say("contact-practice-say-first"), lines = 2)
        WordsField(shell, typed, "say_then", strings.say("contact-practice-say-then"), lines = 2)
        WordsField(shell, typed, "if_it_is_hard", strings.say("contact-practice-if-it-is-hard"), lines = 2)
    }
}

/** How a try went: any try counts. */
public data class ContactTryPlace(val practice: String, val id: String?) : Place {
    override val key: String = listOfNotNull("contact-try", practice, id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "contact_try", read = { listOfNotNull(id?.let { found(it) }) }) { ContactTryContent(shell, practice, it.firstOrNull()) }
    }

    private fun Handrail.found(id: String): ContactTryView? {
        var page = contactTries(practice)
        while (page.isNotEmpty()) {
            page.firstOrNull { it.id == id }?.let { return it }
            page = contactTriesBefore(practice, page.last().id)
        }
        return null
    }
}

/** @param edited the try that is changed, or null for a new one. */
@Composable
public fun ContactTryContent(shell: Shell, practice: String, edited: ContactTryView?) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = edited?.run { mapOf("result" to result.name, "role_play" to if (rolePlay) "1" else "", "how_it_went" to howItWent) }.orEmpty())
    val result = typed.chosen<ContactOutcome>("result")
    Form(shell, strings.say("contact-try-result"), edited?.let { Standing("contact_try", it.id) }, onSave = {
        val details = NewContactTry(practice, typed["role_play"].isNotBlank(), result ?: ContactOutcome.PARTLY, typed["how_it_went"])
        shell.save(then = { shell.back() }) { if (edited == null) recordContactTry(details) else editContactTry(edited.id, details) }
    }) {
        edited?.let { Aside(strings.day(it.day)) }
        Choice("", ContactOutcome.entries.map { it to strings.say("contact-try-result-${it.word()}") }, result ?: ContactOutcome.PARTLY) { typed["result"] = it.name }
        Tick(strings.say("contact-try-role-play"), typed["role_play"].isNotBlank()) { typed["role_play"] = if (it) "1" else "" }
        WordsField(shell, typed, "how_it_went", strings.say("contact-try-how-it-went"), lines = 2)
    }
}
