package org.handrail.ui

import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import org.handrail.ui.kit.HandrailTheme
import org.handrail.ui.kit.Window
import org.handrail.ui.shell.Shell

/** A way in which a screen is looked at. */
data class Setting(val name: String, val language: String, val text: Float = 1f, val dark: Boolean = false, val long: Boolean = false)

/** The three in which every screen is pictured. */
val SETTINGS = listOf(Setting("default", "en"), Setting("large", "en", text = 2f), Setting("arabic", "ar"))

/** Others, in which the densest screens are pictured: no colour is taken for granted, and no length of a word. */
val OTHERS = listOf(Setting("dark", "en", dark = true), Setting("long", "en", long = true), Setting("dark-arabic", "ar", text = 1.5f, dark = true))

/** Width of a phone's screen, in dp. */
const val WIDTH = 400

/** Height of a phone's screen, in dp. */
const val HEIGHT = 860

/** The app on a phone's screen, and what a person does there. */
class Seen(private val test: SkikoComposeUiTest, private val theShell: () -> Shell) {
    val shell: Shell get() = theShell()

    /** Until nothing is read or saved any more. */
    fun calm() {
        val wait = shell.strings.say("shell-loading")
        var calm = 0
        test.waitUntil(timeoutMillis = 30_000) {
            val reading = test.onAllNodesWithText(wait).fetchSemanticsNodes().isNotEmpty()
            calm = if (reading || shell.busy) 0 else calm + 1
            Thread.sleep(5)
            calm >= 6
        }
        test.waitForIdle()
    }

    /** Every node, those below others too. */
    fun nodes(): List<SemanticsNode> = test.onAllNodes(isRoot(), useUnmergedTree = false).fetchSemanticsNodes().flatMap { it.all() }

    /** How far the screen could be scrolled, in dp. */
    fun scrolls(): Int = nodes().mapNotNull { it.config.getOrNull(SemanticsProperties.VerticalScrollAxisRange)?.maxValue?.invoke() }.maxOrNull()?.toInt() ?: 0

    /** Everything that can be read, from top to bottom. */
    fun read(): List<String> = nodes().flatMap { node ->
        node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } +
            listOfNotNull(node.config.getOrNull(SemanticsProperties.EditableText)?.text)
    }

    /**
     * Taps what says this: a text of the record's, or an id of the interface's words. Where several say it, the one that is about [of].
     *
     * @param wait until what it leads to is done; otherwise it is still under way.
     */
    fun tap(words: String, of: String? = null, wait: Boolean = true) {
        val said = said(words)
        val which = if (of == null) hasText(said) else hasContentDescription("$said: ${said(of)}") or hasContentDescription("${said(of)}: $said")
        reach(test.onNode(hasClickAction() and which, useUnmergedTree = false)).performClick()
        if (wait) calm()
    }

    /** Until this can be read, while something is under way. */
    fun until(words: String) = test.waitUntil(timeoutMillis = 30_000) { said(words).let { said -> read().any { said in it } } }

    /** Whether this can be read. */
    fun reads(words: String): Boolean = said(words).let { said -> read().any { said in it } }

    /** Types into the field of this label; with a [pause] after it, in which it is kept. */
    fun type(label: String, text: String, pause: Boolean = true) {
        reach(test.onNode(hasSetTextAction() and hasText(said(label)))).performTextReplacement(text)
        if (pause) test.mainClock.advanceTimeBy(500)
        calm()
    }

    private fun reach(node: SemanticsNodeInteraction) = node.also {
        if (test.onAllNodes(hasScrollAction()).fetchSemanticsNodes().isNotEmpty()) runCatching { it.performScrollTo() }
    }

    private fun said(words: String) = shell.strings.say(words).takeUnless { it.startsWith("\u27e8") } ?: words

    private fun SemanticsNode.all(): List<SemanticsNode> = listOf(this) + children.flatMap { it.all() }
}

/** Shows the app on the phone, at the end of [way] or as [window] draws it, and lets [look] look and tap. */
fun <T> Phone.seen(
    way: List<String> = listOf("today"),
    setting: Setting = Setting("default", language),
    height: Int = HEIGHT,
    window: @Composable (Shell) -> Unit = { Window(it) },
    look: Seen.(SkikoComposeUiTest) -> T,
): T {
    var result: T? = null
    runSkikoComposeUiTest(Size(WIDTH.toFloat(), height.toFloat()), Density(1f, setting.text)) {
        var shell: Shell? = null
        setContent {
            val scope = rememberCoroutineScope()
            val here = remember { shell(way, scope).also { shell = it } }
            HandrailTheme(here.strings, rightToLeft = setting.language == "ar", dark = setting.dark) { window(here) }
        }
        val seen = Seen(this) { requireNotNull(shell) }
        seen.calm()
        result = seen.look(this)
    }
    @Suppress("UNCHECKED_CAST")
    return result as T
}
