package org.handrail.ui.signs

import androidx.compose.runtime.Composable
import org.handrail.NewWarningSign
import org.handrail.SignPattern
import org.handrail.SignState
import org.handrail.SignsView
import org.handrail.WarningSignView
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.OnOff
import org.handrail.ui.kit.Rest
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.Tick
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A warning sign in my own words. */
public data class SignFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("sign-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "warning_sign", read = { signs() }) { SignFormContent(shell, it, id) }
}

/** One field is enough. */
@Composable
public fun SignFormContent(shell: Shell, view: SignsView, id: String?) {
    val strings = LocalStrings.current
    val place = view.signs.indexOfFirst { it.id == id }
    val edited = view.signs.getOrNull(place)
    val typed = typed(shell, first = edited.fields())
    val scale = typed.number("scale") ?: SHORT.toInt()
    Form(
        shell,
        strings.say("warning-sign"),
        edited?.let { Standing("warning_sign", it.id, place, view.signs.size) { to -> moveWarningSign(it.id, to) } },
        onSave = {
            val details = NewWarningSign(
                wording = typed["wording"], whoMayNotice = typed["who_may_notice"], scale = scale.toLong(), keySign = typed["key_sign"] == "1",
                emergency = typed["emergency"] == "1", daysBefore = typed["days_before"], pattern = typed.chosen<SignPattern>("pattern"),
                howToCheck = typed["how_to_check"], highIsGood = typed["high_is_good"] == "1", listId = edited?.listId.orEmpty(),
            )
            shell.save(then = { shell.back() }) { if (edited == null) saveWarningSign(details) else editWarningSign(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "wording", strings.say("warning-sign-wording"), lines = 2, hint = strings.say("signs-example"))
        Choice(
            strings.say("signs-how-rated"), listOf(3 to strings.say("signs-scale-words"), 10 to strings.say("signs-scale-numbers")), scale,
        ) { typed["scale"] = "$it" }
        edited?.let { sign ->
            OnOff(strings.say("warning-sign-state-following"), sign.state == SignState.FOLLOWING) { on ->
                shell.launch { shell.store.write { setWarningSignState(sign.id, if (on) SignState.FOLLOWING else SignState.RESTING) } }
            }
        }
        Rest(open = MORE.any { typed[it].isNotBlank() }) {
            Tick(strings.say("warning-sign-emergency"), typed["emergency"] == "1") { typed["emergency"] = if (it) "1" else "" }
            Tick(strings.say("warning-sign-key-sign"), typed["key_sign"] == "1") { typed["key_sign"] = if (it) "1" else "" }
            Tick(strings.say("warning-sign-high-is-good"), typed["high_is_good"] == "1") { typed["high_is_good"] = if (it) "1" else "" }
            WordsField(shell, typed, "who_may_notice", strings.say("warning-sign-who-may-notice"))
            WordsField(shell, typed, "days_before", strings.say("warning-sign-days-before"))
            WordsField(shell, typed, "how_to_check", strings.say("warning-sign-how-to-check"), lines = 2)
            Choice(
                strings.say("warning-sign-pattern"),
                SignPattern.entries.map { it to strings.say("warning-sign-pattern-${it.word()}") },
                typed.chosen<SignPattern>("pattern"),
            ) { typed["pattern"] = it.name }
        }
    }
}

private val MORE = listOf("emergency", "key_sign", "high_is_good", "who_may_notice", "days_before", "how_to_check", "pattern")

private fun WarningSignView?.fields(): Map<String, String> = if (this == null) emptyMap() else mapOf(
    "wording" to wording,
    "scale" to "$scale",
    "who_may_notice" to whoMayNotice,
    "key_sign" to if (keySign) "1" else "",
    "emergency" to if (emergency) "1" else "",
    "high_is_good" to if (highIsGood) "1" else "",
    "days_before" to daysBefore,
    "how_to_check" to howToCheck,
    "pattern" to pattern?.name.orEmpty(),
)
