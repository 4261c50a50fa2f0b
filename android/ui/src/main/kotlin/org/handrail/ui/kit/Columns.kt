package org.handrail.ui.kit

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/**
 * Numbers over time as columns, the oldest at the start. A gap is a thin line at the foot: nothing was given there, and that means nothing.
 *
 * @param said the same in words, for who hears the screen.
 * @param line a level to draw across, such as what is usual.
 */
@Composable
public fun Columns(values: List<Double?>, most: Double, said: String, line: Double? = null) {
    val colours = MaterialTheme.colorScheme
    Row(
        Modifier.fillMaxWidth().height(56.dp).semantics { contentDescription = said }.drawBehind {
            line?.let {
                val y = size.height * (1f - (it / most).toFloat().coerceIn(0f, 1f))
                drawLine(colours.outline, Offset(0f, y), Offset(size.width, y), strokeWidth = 2.dp.toPx())
            }
        },
        horizontalArrangement = Arrangement.spacedBy(2.dp),
        verticalAlignment = Alignment.Bottom,
    ) {
        for (value in values) {
            val column = Modifier.weight(1f)
            if (value == null) {
                Box(column.height(1.dp).background(colours.outline))
            } else {
                // A nought is an answer too, and is seen.
                val share = (value / most).toFloat().coerceIn(LEAST, 1f)
                Box(column.fillMaxHeight(share).background(colours.primary))
            }
        }
    }
}

private const val LEAST = 0.06f
