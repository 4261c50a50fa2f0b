package org.handrail.ui.stress

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.NewStressLine
import org.handrail.Sheet
import org.handrail.StressPart
import org.handrail.StressPartView
import org.handrail.StressSphere
import org.handrail.StressView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Listed
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.PartOfLines
import org.handrail.ui.kit.PrintSheet
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.choiceOf
import org.handrail.ui.words.word

/** What brings me stress, how I notice it, what keeps it away and what helps. */
public data object StressPlace : Place {
    override val key: String = "stress"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "stress_line", "enrolment", read = { stress() }) { StressContent(shell, it) }
}

/** Part by part: own words, and ticks on the programme's list. */
@Composable
public fun StressContent(shell: Shell, view: StressView) {
    val strings = LocalStrings.current
    Page(strings.say("sheet-stress")) {
        Aside(strings.say("shell-all-optional"))
        for (part in view.parts) {
            val word = part.part.word()
            val lines = part.lines.map { line -> Listed(line.id, line.wording, line.sphere?.let { strings.say("stress-line-sphere-${it.word()}") }.orEmpty(), line.who, line.whenWords) }
            PartOfLines(strings.say("stress-line-part-$word"), lines, { shell.go("stress-line-form/$it") }, { shell.go("stress-line-form/$word") })
            Offered(shell, part)
        }
        PrintSheet(shell, Sheet.STRESS, strings.say("sheet-stress"))
    }
}

@Composable
private fun Offered(shell: Shell, part: StressPartView) {
    val strings = LocalStrings.current
    var shown by remember { mutableStateOf(false) }
    if (part.offered.isEmpty()) return
    if (!shown) return QuietButton(strings.say("lines-list"), of = strings.say("stress-line-part-${part.part.word()}")) { shown = true }
    Group {
        for (offer in part.offered) {
            Tick(offer.wording, false) {
                shell.save(undo = { added -> shell.store.write { remove("stress_line", added.records.first().id) } }) {
                    addStressLine(NewStressLine(part.part, offer.listId, offer.sphere))
                }
            }
        }
    }
}

/** A line about stress: [of] is a part for a new one, or the id of one that is there. */
public data class StressLineFormPlace(val of: String) : Place {
    override val key: String = "stress-line-form/$of"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "stress_line", read = { stress() }) { StressLineFormContent(shell, it, of) }
}

/** One field, and where it shows or with whom where that belongs to the part. */
@Composable
public fun StressLineFormContent(shell: Shell, view: StressView, of: String) {
    val strings = LocalStrings.current
    val edited = view.parts.flatMap { it.lines }.firstOrNull { it.id == of }
    val part = edited?.part ?: choiceOf<StressPart>(of) ?: return
    val beside = view.parts.first { it.part == part }.lines.filter { it.sphere == edited?.sphere }
    val typed = typed(shell, first = edited?.run { mapOf("wording" to wording, "sphere" to sphere?.name.orEmpty(), "who" to who, "when_words" to whenWords) }.orEmpty())
    val sphere = typed.chosen<StressSphere>("sphere") ?: StressSphere.BODY.takeIf { part == StressPart.SIGN }
    Form(
        shell,
        strings.say("stress-line-part-${part.word()}"),
        edited?.let { Standing("stress_line", it.id, beside.indexOf(it), beside.size) { to -> moveStressLine(it.id, to) } },
        onSave = {
            val details = NewStressLine(part, edited?.listId.orEmpty(), sphere, typed["wording"], typed["who"], typed["when_words"])
            shell.save(then = { shell.back() }) { if (edited == null) addStressLine(details) else editStressLine(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "wording", strings.say("stress-line-wording"), lines = 2)
        if (part == StressPart.SIGN) {
            Choice(strings.say("stress-line-sphere"), StressSphere.entries.map { it to strings.say("stress-line-sphere-${it.word()}") }, sphere) { typed["sphere"] = it.name }
        }
        if (part == StressPart.PLAN) {
            WordsField(shell, typed, "who", strings.say("stress-line-who"))
            WordsField(shell, typed, "when_words", strings.say("stress-line-when-words"))
        }
    }
}
