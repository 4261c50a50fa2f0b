package org.handrail.ui.needs

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.NeedState
import org.handrail.NeedView
import org.handrail.NeedsView
import org.handrail.NewNeed
import org.handrail.Sheet
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.DayField
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.PhoneField
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.word

/** What I need from services, whom to ask, and what I say. */
public data object NeedsPlace : Place {
    override val key: String = "needs"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "need", "enrolment", read = { needs() }) { NeedsContent(shell, it) }
}

/** By where each stands; what the programme lists is a tap away. */
@Composable
public fun NeedsContent(shell: Shell, view: NeedsView) {
    val strings = LocalStrings.current
    var offered by remember { mutableStateOf(false) }
    val states = view.states.filter { it.needs.isNotEmpty() }
    Page(strings.say("sheet-needs"), main = { MainButton(strings.say("shell-add")) { shell.go("need-form") } }) {
        if (states.isEmpty()) Empty(strings.say("needs-empty"))
        for (state in states) {
            Part(strings.say("need-state-${state.state.word()}"))
            for (need in state.needs) {
                Line(need.wording, strings.below(need)) { shell.go("need-form/${need.id}") }
                if (need.phone.isNotBlank()) {
                    QuietButton(strings.say("help-now-call", "name" to need.whoToAsk.ifBlank { strings.number(need.phone) })) { shell.ports.calling.call(need.phone) }
                }
            }
        }
        if (view.offered.isNotEmpty()) {
            if (offered) {
                Part(strings.say("needs-list"))
                for (offer in view.offered) Line(offer.wording) { shell.go("need-form/list/${offer.listId}") }
            } else {
                QuietButton(strings.say("needs-list")) { offered = true }
            }
        }
        PrintSheet(shell, Sheet.NEEDS, strings.say("sheet-needs"))
    }
}

private fun Strings.below(need: NeedView) =
    listOf(need.appointment?.let(::day).orEmpty(), need.whoToAsk, need.whatISay, need.outcome).filter(String::isNotBlank).joinToString("\n")

/** Something I need: a new one, one of the programme's [list], or the one with [id]. */
public data class NeedFormPlace(val id: String?, val list: String?) : Place {
    override val key: String = listOfNotNull("need-form", id, list?.let { "list/$it" }).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "need", read = { needs() }) { NeedFormContent(shell, it, id, list) }
}

/** What, whom to ask, what to say; the rest when it is known. */
@Composable
public fun NeedFormContent(shell: Shell, view: NeedsView, id: String?, list: String?) {
    val strings = LocalStrings.current
    val edited = view.states.flatMap { it.needs }.firstOrNull { it.id == id }
    val offer = view.offered.firstOrNull { it.listId == list }
    val beside = view.states.firstOrNull { it.state == edited?.state }?.needs.orEmpty()
    val typed = typed(shell, first = edited?.fields() ?: mapOf("wording" to offer?.wording.orEmpty()))
    val state = typed.chosen<NeedState>("state") ?: NeedState.WANTED
    Form(
        shell,
        strings.say("need"),
        edited?.let { Standing("need", it.id, beside.indexOf(it), beside.size) { to -> moveNeed(it.id, to) } },
        onSave = {
            val details = NewNeed(
                edited?.listId ?: list.orEmpty(), typed["wording"], typed["who_to_ask"], typed["phone"], typed["question"], typed["what_i_say"],
                typed["appointment"].takeIf(String::isNotBlank), typed["outcome"],
            )
            shell.save(then = { shell.back() }) { if (edited == null) saveNeed(details, state) else editNeed(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "wording", strings.say("need-wording"), lines = 2)
        WordsField(shell, typed, "who_to_ask", strings.say("need-who-to-ask"))
        WordsField(shell, typed, "what_i_say", strings.say("need-what-i-say"), lines = 2)
        Rest(open = MORE.any { typed[it].isNotBlank() }) {
            PhoneField(shell, typed, "phone", strings.say("need-phone"))
            WordsField(shell, typed, "question", strings.say("need-question"), lines = 2)
            DayField(shell, typed, "appointment", strings.say("need-appointment"))
            WordsField(shell, typed, "outcome", strings.say("need-outcome"), lines = 2)
        }
        Choice(strings.say("need-state"), NeedState.entries.map { it to strings.say("need-state-${it.word()}") }, edited?.state ?: state) { to ->
            // What stands in the list moves at once; what is new is saved there.
            if (edited == null) typed["state"] = to.name else shell.launch { shell.store.write { setNeedState(edited.id, to) } }
        }
    }
}

private val MORE = listOf("phone", "question", "appointment", "outcome")

private fun NeedView.fields() = mapOf(
    "wording" to wording,
    "who_to_ask" to whoToAsk,
    "phone" to phone,
    "question" to question,
    "what_i_say" to whatISay,
    "appointment" to appointment.orEmpty(),
    "outcome" to outcome,
)
