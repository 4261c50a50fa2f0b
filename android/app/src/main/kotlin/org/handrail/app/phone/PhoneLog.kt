package org.handrail.app.phone

import android.util.Log
import org.handrail.LogLevel
import org.handrail.LogSink

/** The system's log. What comes here are codes and numbers, never a person's words. */
object PhoneLog : LogSink {
    private const val TAG = "handrail"

    override fun log(level: LogLevel, code: String) {
        when (level) {
            LogLevel.INFO -> Log.i(TAG, code)
            LogLevel.WARNING -> Log.w(TAG, code)
            LogLevel.ERROR -> Log.e(TAG, code)
        }
    }
}
