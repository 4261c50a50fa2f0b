package org.handrail.ui.kit

import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.Changes
import org.handrail.Handrail
import org.handrail.PaperForm
import org.handrail.Sheet
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Shell

/** Something written down, as its list shows it. */
public class Listed(public val id: String, public val words: String, vararg below: String) {
    /** What else was written, one under the other. */
    public val below: String = below.filter(String::isNotBlank).joinToString("\n")
}

/**
 * A part of a sheet: what stands in it, each leading to its form, and a way to add to it.
 *
 * @param of what "add" adds to, for who hears the screen.
 * @param after what can be done with a line at once, such as a call.
 */
@Composable
public fun PartOfLines(
    title: String,
    lines: List<Listed>,
    onOpen: (String) -> Unit,
    onAdd: (() -> Unit)?,
    of: String = title,
    after: @Composable (Listed) -> Unit = {},
) {
    if (title.isNotBlank()) Part(title)
    for (line in lines) {
        Line(line.words, line.below) { onOpen(line.id) }
        after(line)
    }
    if (onAdd != null) QuietButton(LocalStrings.current.say("shell-add"), of = of.takeIf(String::isNotBlank), onClick = onAdd)
}

/**
 * Where something stands that is edited: it can be moved among its neighbours and taken away.
 *
 * @param concept the record's kind.
 * @param place from 0; [of] so many.
 * @param move moves it to another place; null where the order is not the person's.
 */
public class Standing(
    public val concept: String,
    public val id: String,
    public val place: Int = 0,
    public val of: Int = 1,
    public val move: (Handrail.(UInt) -> Changes)? = null,
)

/**
 * A form: its fields, and one button to save. Everything may be left out that the core lets be left out.
 *
 * @param standing where what is edited stands, or null for something new.
 */
@Composable
public fun Form(shell: Shell, title: String, standing: Standing? = null, onSave: () -> Unit, content: @Composable ColumnScope.() -> Unit) {
    val strings = LocalStrings.current
    Page(title, main = { MainButton(strings.say("shell-save"), enabled = !shell.busy, onClick = onSave) }) {
        content()
        standing?.let { Stands(shell, it) }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Stands(shell: Shell, standing: Standing) {
    val strings = LocalStrings.current
    val move = standing.move
    fun to(place: Int) {
        // Not `save`: what is typed here and not saved stays.
        shell.launch {
            shell.store.write { requireNotNull(move)(this, place.toUInt()) }
            shell.note = Note("shell-changed")
        }
    }
    FlowRow {
        if (move != null && standing.place > 0) QuietButton(strings.say("lines-up")) { to(standing.place - 1) }
        if (move != null && standing.place < standing.of - 1) QuietButton(strings.say("lines-down")) { to(standing.place + 1) }
        QuietButton(strings.say("shell-remove")) { shell.takeAway(standing.concept, standing.id) { shell.back() } }
    }
}

/** The rest of a form that few need: behind one word until it is asked for, or until something is written there. [words] is its id. */
@Composable
public fun ColumnScope.Rest(open: Boolean, words: String = "lines-more", content: @Composable ColumnScope.() -> Unit) {
    var shown by remember { mutableStateOf(open) }
    if (shown || open) content() else QuietButton(LocalStrings.current.say(words)) { shown = true }
}

/**
 * What was written over time, newest first, with a way to see more.
 *
 * @param newest what came with the screen.
 * @param before one page of what is older than an id.
 */
@Composable
public fun <T> Earlier(shell: Shell, newest: List<T>, id: (T) -> String, before: Handrail.(String) -> List<T>, line: @Composable (T) -> Unit) {
    var older by remember(newest) { mutableStateOf(emptyList<T>()) }
    var seen by remember(newest) { mutableIntStateOf(FEW) }
    var whole by remember(newest) { mutableStateOf(newest.size < PAGE) }
    val all = newest + older
    all.take(seen).forEach { line(it) }
    if (seen >= all.size && whole) return
    QuietButton(LocalStrings.current.say("shell-earlier"), enabled = !shell.busy) {
        shell.launch {
            if (seen >= all.size - PAGE && !whole) {
                val page = shell.store.read { before(id(all.last())) }
                older = older + page
                whole = page.size < PAGE
            }
            seen += PAGE
        }
    }
}

// Enough to see how the last days went.
private const val FEW = 5

// So many the core hands out at once.
private const val PAGE = 50

/** The sheet on paper. */
@Composable
public fun PrintSheet(shell: Shell, sheet: Sheet, title: String) {
    QuietButton(LocalStrings.current.say("lines-print"), enabled = !shell.busy) {
        shell.launch {
            val language = shell.strings.locale.toLanguageTag()
            shell.ports.giving.print(title, shell.store.read { printSheet(sheet, PaperForm.FILLED, language) })
        }
    }
}

/**
 * A sheet that is not there until the person opens it, and can be put away again: what is in it is kept either way.
 *
 * @param what says what it is, before it is opened.
 */
@Composable
public fun Opened(
    shell: Shell,
    title: String,
    what: String,
    opened: Boolean,
    open: Handrail.(Boolean) -> Changes,
    main: (@Composable () -> Unit)? = null,
    content: @Composable ColumnScope.() -> Unit,
) {
    val strings = LocalStrings.current
    if (!opened) {
        Page(title, main = { MainButton(strings.say("lines-open"), enabled = !shell.busy) { shell.save(done = null) { open(true) } } }) {
            Say(what)
            Aside(strings.say("lines-open-private"))
        }
        return
    }
    Page(title, main = main) {
        content()
        QuietButton(strings.say("lines-put-away")) {
            shell.save(done = "lines-put-away-done", undo = { shell.store.write { open(true) } }) { open(false) }
        }
    }
}
