package org.handrail.app.window

import android.content.Context
import androidx.activity.compose.BackHandler
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import java.util.Locale
import java.util.TimeZone
import org.handrail.HandrailException
import org.handrail.suggestedHelpRegion
import org.handrail.ui.helpnow.HelpWithoutRecord
import org.handrail.ui.home.LockContent
import org.handrail.ui.home.WithoutRecord
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Say
import org.handrail.ui.shell.sentence

// What there is to see while the record is closed. Help is there on every one of them, from what is built in: who holds a locked phone
// learns nothing of the person from it.

/** Before the record is open. */
@Composable
internal fun OneMoment() = Ground { Page(LocalStrings.current.say("app-name")) { Say(LocalStrings.current.say("shell-loading")) } }

/** The place `lock`. */
@Composable
internal fun Locked(session: Session) = Ground {
    var help by remember { mutableStateOf(false) }
    BackHandler(enabled = help) { help = false }
    if (help) HelpWithoutRecord(session.ports.calling, phoneRegion()) else LockContent(onUnlock = session::unlock, onHelp = { help = true })
}

/** The place `key-lost`: nothing is made anew before the person asks for it. */
@Composable
internal fun KeyLost(session: Session, context: Context) = WithoutRecord(
    sentence = "error-key-missing",
    lost = true,
    calling = session.ports.calling,
    phoneRegion = phoneRegion(),
    onAgain = session::tryAgain,
    onRestore = { session.restore(context) },
)

/** The record does not open now: too little room, or it was written by a newer app. */
@Composable
internal fun NotOpened(session: Session, why: HandrailException) = WithoutRecord(
    sentence = sentence(why),
    lost = false,
    calling = session.ports.calling,
    phoneRegion = phoneRegion(),
    onAgain = session::tryAgain,
    onRestore = {},
)

@Composable
private fun Ground(content: @Composable () -> Unit) =
    Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) { content() }

/** Where the phone seems to be; empty where nothing says so, and then the person is asked. */
private fun phoneRegion(): String = try {
    suggestedHelpRegion(Locale.getDefault().toLanguageTag(), TimeZone.getDefault().id).orEmpty()
} catch (_: HandrailException) {
    ""
}
