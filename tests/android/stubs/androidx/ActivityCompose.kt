// See Activity.kt for what this is, and what it is not.
package androidx.activity.compose

import androidx.activity.ComponentActivity
import androidx.compose.runtime.Composable

/** androidx.activity:activity-compose 1.10; the first parameter, which is left out in the app, too. */
@Suppress("UnusedReceiverParameter", "UNUSED_PARAMETER")
fun ComponentActivity.setContent(content: @Composable () -> Unit): Unit = Unit

/** The same. */
@Suppress("UNUSED_PARAMETER")
@Composable
fun BackHandler(enabled: Boolean = true, onBack: () -> Unit): Unit = Unit
