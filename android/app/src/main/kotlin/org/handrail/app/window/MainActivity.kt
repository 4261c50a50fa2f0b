package org.handrail.app.window

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import org.handrail.app.HandrailApp
import org.handrail.app.phone.Language
import org.handrail.app.record.RecordState
import org.handrail.app.words.ResourceTexts
import org.handrail.ui.kit.HandrailTheme
import org.handrail.ui.kit.Window

/** The one window. */
class MainActivity : ComponentActivity() {
    private val app get() = application as HandrailApp

    override fun attachBaseContext(base: Context) {
        super.attachBaseContext(Language.speaking(base, (base.applicationContext as? HandrailApp)?.language))
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val way = savedInstanceState?.getStringArrayList(WAY).orEmpty()
        app.session.asking.activity = this
        if (app.session.hidden || app.session.lock.isShut.value) window.addFlags(SECRET)
        // From Android 15 on every window reaches under the bars.
        setContent { Box(Modifier.fillMaxSize().safeDrawingPadding()) { Content(way) } }
    }

    override fun onResume() {
        super.onResume()
        app.session.asking.activity = this
    }

    override fun onDestroy() {
        if (app.session.asking.activity === this) app.session.asking.activity = null
        super.onDestroy()
    }

    // Names of places and ids of records: nothing that a person wrote.
    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        app.session.shell?.let { outState.putStringArrayList(WAY, ArrayList(it.keys)) }
    }

    @Suppress("OVERRIDE_DEPRECATION")
    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        @Suppress("DEPRECATION")
        super.onActivityResult(requestCode, resultCode, data)
        app.session.asking.onResult(requestCode, resultCode, data)
    }

    @Suppress("OVERRIDE_DEPRECATION")
    override fun onRequestPermissionsResult(requestCode: Int, permissions: Array<String>, grantResults: IntArray) {
        @Suppress("DEPRECATION")
        super.onRequestPermissionsResult(requestCode, permissions, grantResults)
        app.session.asking.onPermission(requestCode, grantResults)
    }

    @Composable
    private fun Content(way: List<String>) {
        val session = app.session
        val state by session.record.state.collectAsState()
        val shut by session.lock.isShut.collectAsState()
        LaunchedEffect(session.hidden, shut) {
            if (session.hidden || shut) window.addFlags(SECRET) else window.clearFlags(SECRET)
        }
        LaunchedEffect(state) {
            when (val now = state) {
                is RecordState.Open -> session.opened(now, ResourceTexts(this@MainActivity), way)
                else -> session.closed()
            }
        }
        val shell = session.shell
        val strings = shell?.strings ?: app.strings(this)
        val rightToLeft = resources.configuration.layoutDirection == android.view.View.LAYOUT_DIRECTION_RTL
        HandrailTheme(strings, rightToLeft) {
            val now = state
            when {
                now == RecordState.KeyLost -> KeyLost(session)
                now is RecordState.Refused -> NotOpened(session, now.why)
                shut -> Locked(session)
                shell != null -> {
                    BackHandler(enabled = shell.canGoBack) { shell.back() }
                    Window(shell)
                }
                else -> OneMoment()
            }
        }
    }

    private companion object {
        const val WAY = "way"
        const val SECRET = WindowManager.LayoutParams.FLAG_SECURE
    }
}
