package org.handrail.ui.programme

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import org.handrail.HandoutBlock
import org.handrail.HandoutHow
import org.handrail.HandoutView
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A section to read. */
public data class HandoutPlace(val module: String, val section: String) : Place {
    override val key: String = "handout/$module/$section"

    @Composable
    override fun Screen(shell: Shell) {
        LaunchedEffect(key) { shell.launch { shell.store.write { noteHandout(module, section, HandoutHow.OPENED) } } }
        Shown(shell, "handout_use", read = { handout(module, section) }) { HandoutContent(shell, it) }
    }
}

/** Paragraph by paragraph, each a thing of its own for who has the screen read aloud. */
@Composable
public fun HandoutContent(shell: Shell, view: HandoutView) {
    val strings = LocalStrings.current
    Page(view.title, main = { MainButton(strings.say("shell-done")) { shell.back() } }) {
        view.clinic?.let { clinic ->
            Group {
                Say(strings.say("programme-clinic-handout", "title" to clinic.title))
                if (clinic.note.isNotBlank()) Aside(clinic.note)
            }
        }
        if (view.fellBack) Aside(strings.say("programme-other-language"))
        for (block in view.blocks) {
            when (block) {
                is HandoutBlock.Paragraph -> Say(block.text)
                is HandoutBlock.Bullets -> for (item in block.items) Say("\u2022 $item")
            }
        }
        val reviewed = view.reviewed
        Aside(if (reviewed == null) strings.say("programme-not-reviewed") else strings.say("programme-reviewed-by", "name" to reviewed.by, "day" to strings.day(reviewed.on)))
        for (use in view.uses.filter { it.how != HandoutHow.OPENED }) {
            Aside(listOf(strings.say("handout-use-how-${use.how.word()}"), use.withWhom, strings.day(use.day)).filter(String::isNotBlank).joinToString(" · "))
            QuietButton(strings.say("shell-remove"), of = strings.day(use.day)) { shell.takeAway("handout_use", use.id) }
        }
        Line(strings.say("handout-note")) { shell.go("handout-note/${view.module}/${view.section}") }
    }
}

/** How a section was read other than here. */
public data class HandoutNotePlace(val module: String, val section: String) : Place {
    override val key: String = "handout-note/$module/$section"

    @Composable
    override fun Screen(shell: Shell): Unit = HandoutNoteContent(shell, module, section)
}

/** On paper or together, and with whom. */
@Composable
public fun HandoutNoteContent(shell: Shell, module: String, section: String) {
    val strings = LocalStrings.current
    val typed = typed(shell)
    val how = typed.chosen<HandoutHow>("how") ?: HandoutHow.READ_TOGETHER
    Form(shell, strings.say("handout-note"), onSave = {
        shell.save(then = { shell.back() }) { noteHandout(module, section, how, typed["with_whom"]) }
    }) {
        Choice(
            strings.say("handout-use-how"), listOf(HandoutHow.READ_TOGETHER, HandoutHow.GIVEN).map { it to strings.say("handout-use-how-${it.word()}") }, how,
        ) { typed["how"] = it.name }
        WordsField(shell, typed, "with_whom", strings.say("handout-use-with-whom"))
    }
}
