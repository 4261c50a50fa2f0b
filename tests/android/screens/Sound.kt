package org.handrail.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.text.TextLayoutResult
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue

/** Smallest height and width of what is tapped, in dp (docs of Material and of WCAG 2.2, 2.5.8, are content with less). */
private const val TARGET = 48f

/**
 * What every screen owes everybody: one title first, a name for each control, targets to hit, nothing cut off, help in its place.
 *
 * @param targets whether all that is tapped is drawn by us. Material's own dialogs for days and times draw some of it smaller.
 */
fun Seen.sound(where: String, help: Boolean = shell.here.key.substringBefore('/') != "help-now", targets: Boolean = true) {
    val nodes = nodes()
    val headings = nodes.filter { SemanticsProperties.Heading in it.config }
    assertTrue(headings.isNotEmpty(), "$where: no heading")
    val title = nodes.single { it.config.getOrNull(SemanticsProperties.TestTag) == "title" }
    assertEquals(title.id, headings.minBy { it.positionInRoot.y }.id, "$where: the title is the first heading")
    for (node in nodes.filter { SemanticsActions.OnClick in it.config || SemanticsActions.SetText in it.config }) {
        val name = name(node)
        assertTrue(name.isNotBlank(), "$where: a control without a name at ${node.boundsInRoot}")
        assertTrue(
            !targets || node.size.height + 1 >= TARGET && node.size.width + 1 >= TARGET,
            "$where: “$name” is ${node.size.width} by ${node.size.height}, less than $TARGET",
        )
    }
    for (node in nodes) {
        assertTrue(node.positionInRoot.x >= -1 && node.positionInRoot.x + node.size.width <= WIDTH + 1, "$where: “${name(node)}” runs off the side")
        val laid = mutableListOf<TextLayoutResult>()
        node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(laid)
        assertTrue(laid.none(::cutOff), "$where: “${name(node)}” is cut off")
    }
    assertTrue(nodes.none { node -> node.read().any { "\u27e8" in it || "{$" in it } }, "$where: a text is missing, or a variable of it: ${read()}")
    val ways = nodes.count { it.config.getOrNull(SemanticsProperties.TestTag) == "help-now" }
    assertEquals(if (help) 1 else 0, ways, "$where: the way to help")
}

private fun SemanticsNode.read() =
    config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } + config.getOrNull(SemanticsProperties.ContentDescription).orEmpty()

private fun name(node: SemanticsNode): String =
    (node.read() + listOfNotNull(node.config.getOrNull(SemanticsProperties.EditableText)?.text)).joinToString(" ")

// Not `hasVisualOverflow`, which counts a part of a pixel.
private fun cutOff(laid: TextLayoutResult): Boolean {
    val widest = (0 until laid.lineCount).maxOfOrNull { laid.getLineRight(it) - laid.getLineLeft(it) } ?: 0f
    return laid.multiParagraph.height > laid.size.height + 1 || widest > laid.size.width + 1 || (laid.lineCount > 0 && laid.isLineEllipsized(laid.lineCount - 1))
}
