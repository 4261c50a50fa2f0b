package org.handrail.app.window

import androidx.activity.compose.BackHandler
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import java.util.Locale
import java.util.TimeZone
import org.handrail.HandrailException
import org.handrail.suggestedHelpRegion
import org.handrail.ui.home.ClosedWindow
import org.handrail.ui.home.LockContent
import org.handrail.ui.home.WithoutRecord
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Say
import org.handrail.ui.shell.sentence

// What there is to see while the record is closed.

/** Before the record is open: for less than a second. */
@Composable
internal fun OneMoment() = Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
    Page(LocalStrings.current.say("app-name")) { Say(LocalStrings.current.say("shell-loading")) }
}

/** The screen `lock`. */
@Composable
internal fun Locked(session: Session) =
    Closed(session, onUnlock = { session.unlock(to = "help-now") }) { LockContent(onUnlock = { session.unlock() }) }

/** The screen `key-lost`: nothing is made anew before the person asks for it. */
@Composable
internal fun KeyLost(session: Session) = Closed(session) {
    WithoutRecord("error-key-missing", lost = true, onAgain = session::tryAgain, onRestore = session::restore)
}

/** The record does not open now: too little room, or it was written by a newer app. */
@Composable
internal fun NotOpened(session: Session, why: HandrailException) = Closed(session) {
    WithoutRecord(sentence(why), lost = false, onAgain = session::tryAgain, onRestore = {})
}

@Composable
private fun Closed(session: Session, onUnlock: (() -> Unit)? = null, content: @Composable () -> Unit) {
    BackHandler(enabled = session.help) { session.help = false }
    ClosedWindow(session.help, onHelp = { session.help = it }, session.ports.calling, phoneRegion(), onUnlock, content)
}

/** Where the phone seems to be; empty where nothing says so, and then the person is asked. */
private fun phoneRegion(): String = try {
    suggestedHelpRegion(Locale.getDefault().toLanguageTag(), TimeZone.getDefault().id).orEmpty()
} catch (_: HandrailException) {
    ""
}
