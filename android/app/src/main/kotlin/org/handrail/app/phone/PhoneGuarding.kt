package org.handrail.app.phone

import android.app.Activity
import android.app.KeyguardManager
import android.content.Context
import android.hardware.biometrics.BiometricManager
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import kotlin.coroutines.resume
import kotlinx.coroutines.suspendCancellableCoroutine
import org.handrail.ui.shell.Guarding

/**
 * The lock of the app, by the phone's own: a finger, a face, or its code. It keeps a curious eye out; what keeps the record closed
 * on a phone that is taken apart is the record's own encryption.
 *
 * @param onChange after a switch was turned.
 */
class PhoneGuarding(
    private val context: Context,
    private val asking: Asking,
    private val kept: Kept,
    private val title: () -> String,
    private val onChange: () -> Unit,
) : Guarding {
    private val keyguard = context.service<KeyguardManager>()

    override val canLock: Boolean get() = keyguard.isDeviceSecure

    override var locked: Boolean
        get() = kept.locked
        set(on) {
            kept.locked = on
            onChange()
        }

    override var hidden: Boolean
        get() = kept.hidden
        set(on) {
            kept.hidden = on
            onChange()
        }

    override var language: String?
        get() = kept.language
        set(tag) {
            kept.language = tag
            Language.choose(context, tag)
            // From Android 13 on the system makes the activity anew by itself.
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) asking.activity?.recreate()
        }

    override suspend fun unlock(): Boolean {
        val from = asking.activity ?: return false
        // Who has no lock on the phone any more would be shut out for good.
        if (!canLock) return true
        return if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) byPrompt(from) else byKeyguard()
    }

    private suspend fun byPrompt(from: Activity): Boolean = suspendCancellableCoroutine { waiting ->
        val stop = CancellationSignal()
        waiting.invokeOnCancellation { stop.cancel() }
        val prompt = BiometricPrompt.Builder(from).setTitle(title()).apply {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
                val ways = BiometricManager.Authenticators.BIOMETRIC_WEAK or BiometricManager.Authenticators.DEVICE_CREDENTIAL
                setAllowedAuthenticators(ways)
            } else {
                @Suppress("DEPRECATION")
                setDeviceCredentialAllowed(true)
            }
        }.build()
        prompt.authenticate(
            stop,
            from.mainExecutor,
            object : BiometricPrompt.AuthenticationCallback() {
                override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) {
                    if (waiting.isActive) waiting.resume(true)
                }

                override fun onAuthenticationError(code: Int, why: CharSequence) {
                    if (waiting.isActive) waiting.resume(false)
                }
            },
        )
    }

    private suspend fun byKeyguard(): Boolean {
        @Suppress("DEPRECATION")
        val ask = keyguard.createConfirmDeviceCredentialIntent(title(), null) ?: return true
        return asking.result(ask)?.ok == true
    }
}
