package org.handrail.ui.kit

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import kotlinx.coroutines.delay
import org.handrail.HandrailException
import org.handrail.Reason
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Shell
import org.handrail.ui.shell.Wrong
import org.handrail.ui.shell.say
import org.handrail.ui.shell.sentence

/**
 * What is typed and chosen on one screen, before it is saved: field by field, as text. It is kept in the record after each pause and
 * when the screen is left, and is there again when the screen is, also in another process.
 *
 * @param first what the fields hold where nothing was typed yet, such as what is edited.
 */
@Stable
public class Typed internal constructor(private val shell: Shell, private val place: String, private val first: Map<String, String>) {
    private val typed = mutableStateMapOf<String, String>()
    private val unkept = mutableSetOf<String>()

    /** Whether what was typed earlier is here by now. */
    public var ready: Boolean by mutableStateOf(false)
        private set

    /** The whole text of a field. */
    public operator fun get(field: String): String = typed[field] ?: first[field].orEmpty()

    /** Types. */
    public operator fun set(field: String, text: String) {
        typed[field] = text
        unkept += field
        if (shell.wrong?.field == field) shell.wrong = null
    }

    /** A choice that was made, by its name; null where none was. */
    public inline fun <reified T : Enum<T>> chosen(field: String): T? = enumValues<T>().firstOrNull { it.name == this[field] }

    /** A number that was chosen; null where none was. */
    public fun number(field: String): Int? = this[field].toIntOrNull()

    /** Whether anything was typed here that is not saved, or taken out. */
    public val any: Boolean get() = typed.any { (field, text) -> text != first[field] }

    internal suspend fun read() {
        for ((field, text) in shell.drafts.read(place)) if (field !in typed) typed[field] = text
        ready = true
    }

    /** Changes with every letter. */
    internal val letters: Int get() = typed.toMap().hashCode()

    /** It is saved: what was typed in the last moment is no draft either. */
    internal fun saved() {
        unkept.clear()
    }

    /** Keeps what was typed. Where there is no room, or it is too long, that is said, and it stays on the screen. */
    internal suspend fun keep() {
        for (field in unkept.toList()) {
            try {
                shell.drafts.keep(place, field, typed[field].orEmpty())
                unkept -= field
            } catch (refused: HandrailException) {
                if (refused is HandrailException.Invalid) shell.wrong = Wrong(field, refused.reason)
                shell.note = Note(sentence(refused))
                return
            }
        }
    }
}

/**
 * What is typed at the place where the person is.
 *
 * @param keep whether it outlives the screen. A code that opens something does not: it is typed anew.
 */
@Composable
public fun typed(shell: Shell, first: Map<String, String> = emptyMap(), keep: Boolean = true): Typed {
    val place = shell.here.key
    val typed = remember(place) { Typed(shell, place, first) }
    if (!keep) return typed
    // The buttons wait until what was typed earlier is here.
    LaunchedEffect(typed) { shell.launch { typed.read() } }
    // After a pause in typing, and on leaving.
    LaunchedEffect(typed.letters) {
        delay(PAUSE_MS)
        typed.keep()
    }
    DisposableEffect(typed) {
        shell.onSaved[place] = typed::saved
        onDispose {
            shell.onSaved -= place
            shell.launch { typed.keep() }
        }
    }
    return typed
}

private const val PAUSE_MS = 400L

/** A field for words. Its label stays in sight, and what is wrong with it stands below. */
@Composable
public fun WordsField(
    shell: Shell,
    typed: Typed,
    field: String,
    label: String,
    lines: Int = 1,
    hint: String? = null,
    keyboard: KeyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Sentences),
) {
    val wrong = shell.wrong?.takeIf { it.field == field }
    // A label of two large lines stands half above the field.
    val above = LABEL * (LocalDensity.current.fontScale - 1).coerceAtLeast(0f)
    Column(Modifier.fillMaxWidth().padding(top = above)) {
        OutlinedTextField(
            typed[field],
            { typed[field] = it },
            Modifier.fillMaxWidth(),
            label = { Text(label) },
            supportingText = (wrong?.let { shell.strings.say(it.reason) } ?: hint)?.let { { Text(it) } },
            isError = wrong != null,
            minLines = lines,
            singleLine = false,
            keyboardOptions = keyboard,
        )
    }
}

private val LABEL = 24.dp

/** A field for a telephone number. */
@Composable
public fun PhoneField(shell: Shell, typed: Typed, field: String, label: String) {
    WordsField(shell, typed, field, label, keyboard = KeyboardOptions(keyboardType = KeyboardType.Phone))
}

/** A field for a whole number. */
@Composable
public fun NumberField(shell: Shell, typed: Typed, field: String, label: String) {
    WordsField(shell, typed, field, label, keyboard = KeyboardOptions(keyboardType = KeyboardType.Number))
}

/** What is wrong with a field that is no field for words: stands below it. */
@Composable
public fun WrongAt(shell: Shell, field: String) {
    shell.wrong?.takeIf { it.field == field }?.let { Aside(shell.strings.say(it.reason)) }
}

/** Says that something has to be chosen first: there is no call to make without it. */
public fun Shell.leftOpen(field: String) {
    wrong = Wrong(field, Reason.UnknownChoice)
    note = Note("error-invalid")
}
