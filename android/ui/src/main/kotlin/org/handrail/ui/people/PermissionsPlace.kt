package org.handrail.ui.people

import androidx.compose.runtime.Composable
import org.handrail.EditPermission
import org.handrail.NewPermission
import org.handrail.PeopleView
import org.handrail.PermissionView
import org.handrail.PermissionsView
import org.handrail.PermittedItem
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.WrongAt
import org.handrail.ui.kit.leftOpen
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** Who may see what, for how long; given and taken back by me. */
public data object PermissionsPlace : Place {
    override val key: String = "permissions"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "permission", "person", read = { permissions(thisDay()) to people() }) { (view, people) -> PermissionsContent(shell, view, people) }
}

/** What holds today first. */
@Composable
public fun PermissionsContent(shell: Shell, view: PermissionsView, people: PeopleView) {
    val strings = LocalStrings.current
    Page(
        strings.say("permissions"),
        main = {
            // A permission is given to somebody who is on the map.
            if (people.people.isEmpty()) MainButton(strings.say("people-add")) { shell.go("person-form") }
            else MainButton(strings.say("permissions-give")) { shell.go("permission-form") }
        },
    ) {
        Say(strings.say("permissions-what"))
        if (view.inForce.isEmpty()) Empty(strings.say("permissions-none"))
        for (permission in view.inForce) Lead(shell, permission)
        if (view.others.isNotEmpty()) {
            Rest(open = false, words = "permissions-others") {
                Part(strings.say("permissions-others"))
                for (permission in view.others) Lead(shell, permission)
            }
        }
    }
}

@Composable
private fun Lead(shell: Shell, view: PermissionView) {
    val strings = LocalStrings.current
    Line("${view.personName}: ${strings.say("permission-item-${view.item.word()}")}", strings.span(view)) { shell.go("permission-form/${view.id}") }
}

private fun Strings.span(view: PermissionView): String {
    val until = view.until
    val revoked = view.revokedOn
    return when {
        revoked != null -> say("permission-revoked-on") + " " + day(revoked)
        until != null -> say("date-from-until", "from" to day(view.from), "until" to day(until))
        else -> say("permission-from-day") + " " + day(view.from)
    }
}

/** Gives a permission, or changes the one with [id]. */
public data class PermissionFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("permission-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, "permission", "person", read = { permissions(thisDay()) to people() }) { (view, people) -> PermissionFormContent(shell, view, people, id) }
    }
}

/** Who and what cannot be changed afterwards: that would be another permission. */
@Composable
public fun PermissionFormContent(shell: Shell, view: PermissionsView, people: PeopleView, id: String?) {
    val strings = LocalStrings.current
    val edited = (view.inForce + view.others).firstOrNull { it.id == id }
    val typed = typed(
        shell,
        first = edited?.run { mapOf("from" to from, "until" to until.orEmpty(), "reason" to reason) }
            ?: mapOf("person" to people.people.singleOrNull()?.id.orEmpty()),
    )
    val until = typed["until"].takeIf(String::isNotBlank)
    val item = typed.chosen<PermittedItem>("item")
    Form(shell, strings.say("permission"), edited?.let { Standing("permission", it.id) }, onSave = {
        // Nothing is given that was not chosen.
        val missing = if (edited != null) null else listOfNotNull("person".takeIf { typed["person"].isBlank() }, "item".takeIf { item == null }).firstOrNull()
        if (missing != null) shell.leftOpen(missing) else shell.save(then = { shell.back() }) {
            if (edited != null) {
                editPermission(edited.id, EditPermission(typed["from"].ifBlank { edited.from }, until, typed["reason"]))
            } else {
                givePermission(NewPermission(typed["person"], requireNotNull(item), typed["from"].takeIf(String::isNotBlank), until, typed["reason"]))
            }
        }
    }) {
        if (edited == null) {
            Choice(strings.say("permission-person"), people.people.map { it.id to it.name }, typed["person"]) { typed["person"] = it }
            WrongAt(shell, "person")
            Choice(
                strings.say("permission-item"), PermittedItem.entries.map { it to strings.say("permission-item-${it.word()}") }, item,
            ) { typed["item"] = it.name }
            WrongAt(shell, "item")
        } else {
            Say("${edited.personName}: ${strings.say("permission-item-${edited.item.word()}")}")
            Aside(strings.span(edited))
            if (edited.revokedOn == null) {
                OtherButton(strings.say("permissions-take-back")) { shell.save(done = "permission-kept-what-was-read", then = { shell.back() }) { revokePermission(edited.id) } }
            }
        }
        Rest(open = edited != null) {
            DayField(shell, typed, "from", strings.say("permission-from-day"))
            DayField(shell, typed, "until", strings.say("permission-until-day"))
            WordsField(shell, typed, "reason", strings.say("permission-reason"), lines = 2)
        }
    }
}
