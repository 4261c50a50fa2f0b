package org.handrail.ui.coping

import androidx.compose.runtime.Composable
import org.handrail.CopingStrategyView
import org.handrail.CopingView
import org.handrail.NewCopingStrategy
import org.handrail.NewCopingWait
import org.handrail.StrategyState
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Choice
import org.handrail.ui.kit.Earlier
import org.handrail.ui.kit.Form
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.Scale
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Standing
import org.handrail.ui.kit.WordsField
import org.handrail.ui.kit.leftOpen
import org.handrail.ui.kit.typed
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.word

/** A way of coping that is mine; [id] for one that is there. */
public data class CopingFormPlace(val id: String?) : Place {
    override val key: String = listOfNotNull("coping-form", id).joinToString("/")

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "coping_strategy", read = { coping() }) { CopingFormContent(shell, it.strategy(id)) }
}

internal fun CopingView.strategy(id: String?): CopingStrategyView? = (strategies + setDown).firstOrNull { it.id == id }

/** @param edited the one that is there. */
@Composable
public fun CopingFormContent(shell: Shell, edited: CopingStrategyView?) {
    val strings = LocalStrings.current
    val typed = typed(shell, first = edited?.run { mapOf("name" to name, "how" to how, "trouble" to trouble, "adapted" to adapted) }.orEmpty())
    Form(
        shell,
        strings.say("coping-strategy"),
        edited?.let { Standing("coping_strategy", it.id) },
        onSave = {
            val details = NewCopingStrategy(typed["name"], typed["how"], typed["trouble"], typed["adapted"])
            shell.save(then = { shell.back() }) { if (edited == null) saveCopingStrategy(details) else editCopingStrategy(edited.id, details) }
        },
    ) {
        WordsField(shell, typed, "name", strings.say("coping-strategy-name"), lines = 2)
        WordsField(shell, typed, "how", strings.say("coping-strategy-how"), lines = 3)
        WordsField(shell, typed, "trouble", strings.say("coping-strategy-trouble"))
        if (edited == null) return@Form
        WordsField(shell, typed, "adapted", strings.say("coping-strategy-adapted"), lines = 2)
        Choice(strings.say("coping-strategy-state"), StrategyState.entries.map { it to strings.say("coping-strategy-state-${it.word()}") }, edited.state) { state ->
            // Not `save`: what is typed here and not saved stays.
            shell.launch { shell.store.write { setCopingStrategyState(edited.id, state) } }
        }
    }
}

/** A time I just waited, to see beside what I tried. */
public data object CopingWaitPlace : Place {
    override val key: String = "coping-wait"

    @Composable
    override fun Screen(shell: Shell): Unit = Shown(shell, "coping_wait", read = { copingWaits(null) }) { waits ->
        val strings = LocalStrings.current
        val typed = typed(shell)
        Form(
            shell,
            strings.say("coping-wait"),
            onSave = {
                val before = typed.number("before")?.toLong()
                val after = typed.number("after")?.toLong()
                when {
                    before == null -> shell.leftOpen("before")
                    after == null -> shell.leftOpen("after")
                    else -> shell.save(then = { shell.back() }) { recordCopingWait(NewCopingWait(typed["trouble"], before, after)) }
                }
            },
        ) {
            WordsField(shell, typed, "trouble", strings.say("coping-wait-trouble"))
            Scale(strings.say("coping-wait-before"), 0, STRONGEST, typed.number("before")) { typed["before"] = it?.toString().orEmpty() }
            Scale(strings.say("coping-wait-after"), 0, STRONGEST, typed.number("after")) { typed["after"] = it?.toString().orEmpty() }
            if (typed.number("before") == null || typed.number("after") == null) Aside(strings.say("coping-wait-both"))
            if (waits.isNotEmpty()) Part(strings.say("homework-earlier"))
            Earlier(shell, waits, { it.id }, { copingWaits(it) }) { wait ->
                Line(wait.trouble, strings.dayAlone(wait.day)) { shell.takeAway("coping_wait", wait.id) }
            }
        }
    }
}

// Strength is said from 0 to 10.
internal const val STRONGEST = 10
