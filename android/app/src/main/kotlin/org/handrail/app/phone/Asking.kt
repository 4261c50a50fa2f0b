package org.handrail.app.phone

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.pm.PackageManager
import kotlinx.coroutines.CompletableDeferred

/** What another screen of the system answered. */
class Answered(val ok: Boolean, val data: Intent?)

/**
 * Questions that the system asks on a screen of its own. They belong to the process and not to the activity, which may be made anew
 * meanwhile: turning the phone takes no answer away.
 */
class Asking {
    private val waiting = mutableMapOf<Int, CompletableDeferred<Answered>>()
    private var next = FIRST

    /** The activity in sight; null where there is none. */
    var activity: Activity? = null

    /** What the camera read last, until it is fetched. */
    var scanned: String? = null

    /** Opens another screen and waits for what it answers; null where there is none that can, or we are not in sight. */
    suspend fun result(intent: Intent): Answered? = ask { from, code ->
        try {
            @Suppress("DEPRECATION")
            from.startActivityForResult(intent, code)
            true
        } catch (_: ActivityNotFoundException) {
            false
        }
    }

    /** Whether the person gave it, now or before. */
    suspend fun permission(name: String): Boolean {
        val here = activity ?: return false
        if (here.checkSelfPermission(name) == PackageManager.PERMISSION_GRANTED) return true
        return ask { from, code ->
            from.requestPermissions(arrayOf(name), code)
            true
        }?.ok == true
    }

    private suspend fun ask(how: (Activity, Int) -> Boolean): Answered? {
        val from = activity ?: return null
        // The system keeps the lower sixteen bits.
        val code = next.also { next = if (next == LAST) FIRST else next + 1 }
        val answer = CompletableDeferred<Answered>()
        waiting[code] = answer
        try {
            return if (how(from, code)) answer.await() else null
        } finally {
            waiting.remove(code)
        }
    }

    /** To be called by the activity. */
    fun onResult(code: Int, result: Int, data: Intent?) {
        waiting[code]?.complete(Answered(result == Activity.RESULT_OK, data))
    }

    /** To be called by the activity. Nothing is given where the question was interrupted. */
    fun onPermission(code: Int, given: IntArray) {
        waiting[code]?.complete(Answered(given.firstOrNull() == PackageManager.PERMISSION_GRANTED, null))
    }

    private companion object {
        const val FIRST = 100
        const val LAST = 0xFFF0
    }
}
