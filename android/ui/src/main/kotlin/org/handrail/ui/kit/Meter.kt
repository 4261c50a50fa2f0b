package org.handrail.ui.kit

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import org.handrail.Progress
import org.handrail.ProgressMeter

/** How far something long is, in numbers that are true: a part of the whole where the whole is known, else how much came. */
@Composable
public fun Meter(meter: ProgressMeter?) {
    if (meter == null) return
    val strings = LocalStrings.current
    var now by remember(meter) { mutableStateOf<Progress?>(null) }
    LaunchedEffect(meter) {
        while (true) {
            now = meter.progress()
            withContext(Dispatchers.Default) { delay(OFTEN_MS) }
        }
    }
    val (done, of, received) = now ?: return
    if (of != null && of > 0uL) {
        LinearProgressIndicator({ done.toFloat() / of.toFloat() }, Modifier.fillMaxWidth())
        Aside(strings.say("progress-of", "done" to done.toLong(), "of" to of.toLong()))
    } else if (received > 0uL) {
        Aside(strings.say("progress-received", "count" to received.toLong()))
    }
}

private const val OFTEN_MS = 250L
