package org.handrail.ui.helpnow

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.unit.dp
import java.util.Locale
import org.handrail.AfterFailedCall
import org.handrail.Called
import org.handrail.EditSettings
import org.handrail.HelpLine
import org.handrail.HelpLineKind
import org.handrail.HelpNowView
import org.handrail.HelpOption
import org.handrail.afterFailedHelpLine
import org.handrail.helpLines
import org.handrail.helpRegions
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.shell.Calling
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

/** Who and what, complete, at once, without a network. */
public data object HelpNowPlace : Place {
    override val key: String = "help-now"

    @Composable
    override fun Screen(shell: Shell) {
        val language = shell.strings.locale.toLanguageTag()
        var called by remember { mutableStateOf<Called?>(null) }
        var next by remember { mutableStateOf<AfterFailedCall?>(null) }
        val after = called
        LaunchedEffect(after) { next = after?.let { shell.store.read { afterFailedCall(language, it) } } }
        val failed = next
        if (failed != null) {
            AfterFailedContent(failed, shell.ports.calling, onCalled = { called = it }, onBack = { called = null })
        } else {
            Shown(shell, "person", "plan_line", "safety_line", "settings", read = { helpNow(language) }) { view ->
                HelpNowContent(
                    view,
                    shell.ports.calling,
                    onFailed = { called = it },
                    onRegion = { region -> shell.save(done = null) { saveSettings(EditSettings(region = region)) } },
                    go = shell::go,
                )
            }
        }
    }
}

/**
 * @param onFailed with whom did not answer.
 * @param onRegion with the place that the person is in.
 */
@Composable
public fun HelpNowContent(view: HelpNowView, calling: Calling, onFailed: (Called) -> Unit, onRegion: (String) -> Unit, go: (String) -> Unit) {
    val strings = LocalStrings.current
    var choosing by remember { mutableStateOf(false) }
    Page(strings.say("help-now-title")) {
        if (view.people.isNotEmpty()) Part(strings.say("help-now-my-people"))
        for (person in view.people) Number(person.name, person.relation, person.phone, calling) { onFailed(Called.Person(person.id)) }
        if (view.plan.isNotEmpty() || view.planContacts.isNotEmpty()) Part(strings.say("help-now-my-plan"))
        view.plan.forEach { Say(it.wording) }
        for (line in view.planContacts) Number(line.wording, "", line.phone, calling) { onFailed(Called.PlanLine(line.id)) }
        view.clinic?.let { clinic ->
            Part(strings.say("help-now-my-clinic"))
            Number(clinic.name, clinic.hours, clinic.phone, calling) { onFailed(Called.Clinic) }
        }
        if (view.safetyPlan) Line(strings.say("sheet-safety-plan")) { go("safety-plan") }
        Part(strings.say("help-now-lines"))
        Aside(strings.say("help-now-danger"))
        for (line in view.lines) HelpLineCard(line, calling) { onFailed(Called.Line(line.id)) }
        if (view.lines.isEmpty()) Say(strings.say("help-now-no-lines"))
        if (choosing || view.region == null) {
            Regions(view.regions) {
                choosing = false
                onRegion(it)
            }
        } else {
            QuietButton(strings.say("help-now-choose-country") + " " + strings.country(view.region.orEmpty())) { choosing = true }
        }
        Aside(strings.say("help-now-works-offline"))
    }
}

@Composable
private fun Regions(regions: List<String>, onRegion: (String) -> Unit) {
    val strings = LocalStrings.current
    Part(strings.say("help-now-choose-country"))
    for (region in regions.sortedBy { strings.country(it) }) Line(strings.country(region)) { onRegion(region) }
}

/** What else there is when a call did not go through. */
@Composable
public fun AfterFailedContent(view: AfterFailedCall, calling: Calling, onCalled: (Called) -> Unit, onBack: () -> Unit) {
    val strings = LocalStrings.current
    Page(strings.say("shell-call-did-not-work"), main = { OtherButton(strings.say("help-now-title"), onClick = onBack) }) {
        Say(strings.say("help-now-no-signal"))
        for (option in view.next) Option(option, calling) { onCalled(Called.Line(it)) }
        for (person in view.people) Number(person.name, person.relation, person.phone, calling) { onCalled(Called.Person(person.id)) }
        for (line in view.planContacts) Number(line.wording, "", line.phone, calling) { onCalled(Called.PlanLine(line.id)) }
        view.clinic?.let { Number(it.name, it.hours, it.phone, calling) { onCalled(Called.Clinic) } }
    }
}

@Composable
private fun HelpLineCard(line: HelpLine, calling: Calling, onFailed: () -> Unit) {
    val strings = LocalStrings.current
    Group(strong = line.kind == HelpLineKind.EMERGENCY) {
        Part(line.name)
        if (line.`when`.isNotBlank()) Say(line.`when`)
        val (text, reach) = if (line.kind == HelpLineKind.TEXT) "help-now-text" to calling::message else "help-now-call" to calling::call
        Reach(strings.say(text, "name" to strings.number(line.number)), line.number, reach, onFailed)
        Aside(strings.say("help-now-checked-on", "day" to strings.day(line.checked)))
    }
}

/** Somebody, with a number or without one: then they can still be gone to. */
@Composable
private fun Number(name: String, more: String, phone: String, calling: Calling, onFailed: () -> Unit) {
    val strings = LocalStrings.current
    Group {
        Part(name)
        if (more.isNotBlank()) Aside(more)
        if (phone.isNotBlank()) {
            Reach(strings.say("help-now-call", "name" to name), phone, calling::call, onFailed)
            OtherButton(strings.say("help-now-text", "name" to name)) { if (!calling.message(phone)) onFailed() }
        }
    }
}

/** The button that reaches somebody. After it was used there is a way on, for when nobody answers. */
@Composable
private fun Reach(text: String, number: String, reach: (String) -> Boolean, onFailed: () -> Unit) {
    var used by remember { mutableStateOf(false) }
    MainButton(text) {
        used = true
        if (!reach(number)) onFailed()
    }
    if (used) QuietButton(LocalStrings.current.say("shell-call-did-not-work"), onClick = onFailed)
}

/**
 * The lines that are built in: before a record is there, without a key, and without a network.
 *
 * @param onUnlock the way to the person's own people and plan, which a locked phone shows to nobody; null where none are there.
 */
@Composable
public fun HelpWithoutRecord(calling: Calling, phoneRegion: String, onUnlock: (() -> Unit)? = null) {
    val strings = LocalStrings.current
    val language = strings.locale.toLanguageTag()
    val regions = remember { helpRegions() }
    var region by remember { mutableStateOf(phoneRegion.takeIf { it in regions }) }
    var failed by remember { mutableStateOf<String?>(null) }
    val here = region
    val line = failed
    // In sight however far the rest is scrolled.
    val own: (@Composable () -> Unit)? = onUnlock?.let { open ->
        {
            Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
                Aside(strings.say("help-now-own-locked"))
                OtherButton(strings.say("help-now-unlock"), onClick = open)
            }
        }
    }
    if (line != null) {
        Page(strings.say("shell-call-did-not-work"), main = own) {
            Say(strings.say("help-now-no-signal"))
            for (option in remember(line) { afterFailedHelpLine(here.orEmpty(), language, line) }) Option(option, calling) { failed = it }
            OtherButton(strings.say("help-now-title")) { failed = null }
        }
        return
    }
    Page(strings.say("help-now-title"), main = own) {
        Aside(strings.say("help-now-danger"))
        if (here == null) {
            Regions(regions) { region = it }
        } else {
            for (number in remember(here) { helpLines(here, language) }) HelpLineCard(number, calling) { failed = number.id }
            QuietButton(strings.say("help-now-choose-country") + " " + strings.country(here)) { region = null }
        }
        Aside(strings.say("help-now-works-offline"))
    }
}

/** @param onFailed with the line that did not answer. */
@Composable
private fun Option(option: HelpOption, calling: Calling, onFailed: (String) -> Unit) {
    when (option) {
        is HelpOption.ToDo -> Say(LocalStrings.current.say(option.message))
        is HelpOption.Line -> HelpLineCard(option.line, calling) { onFailed(option.line.id) }
    }
}

/** A country, or the European Union, in the language of the screen. */
private fun Strings.country(region: String): String = Locale.Builder().setRegion(region).build().getDisplayCountry(locale)
