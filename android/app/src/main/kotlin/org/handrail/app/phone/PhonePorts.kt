package org.handrail.app.phone

import android.Manifest
import android.app.NotificationManager
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Build
import android.print.PrintAttributes
import android.print.PrintManager
import android.provider.Settings
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebSettings
import android.webkit.WebView
import android.webkit.WebViewClient
import org.handrail.PhoneFacts
import org.handrail.app.reminders.Reminders
import org.handrail.app.scan.ScanActivity
import org.handrail.ui.shell.Calling
import org.handrail.ui.shell.Files
import org.handrail.ui.shell.Giving
import org.handrail.ui.shell.Guarding
import org.handrail.ui.shell.Ports
import org.handrail.ui.shell.Reminding
import org.handrail.ui.shell.Scanner

/** The phone, as the screens ask for it. */
class PhonePorts(
    override val giving: Giving,
    override val scanner: Scanner,
    override val files: Files,
    override val reminding: Reminding,
    override val calling: Calling,
    override val guarding: Guarding,
) : Ports

/** The system's own sheet, and its printing. */
class PhoneGiving(private val asking: Asking) : Giving {
    // A page that nobody holds may be gone before it was printed.
    private var page: WebView? = null

    override fun giveText(title: String, text: String) {
        val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text)
        asking.activity?.startActivity(Intent.createChooser(send, title))
    }

    override fun print(title: String, html: String) {
        val from = asking.activity ?: return
        val view = WebView(from)
        // It draws a page that is here already: it runs nothing, fetches nothing, opens nothing and keeps nothing.
        view.settings.apply {
            javaScriptEnabled = false
            blockNetworkLoads = true
            allowFileAccess = false
            allowContentAccess = false
            cacheMode = WebSettings.LOAD_NO_CACHE
        }
        view.webViewClient = object : WebViewClient() {
            override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse? =
                if (request.url.scheme == "data" || request.url.scheme == "about") null else WebResourceResponse("text/plain", null, null)

            override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean = true

            override fun onPageFinished(view: WebView, url: String) {
                from.service<PrintManager>()
                    .print(title, view.createPrintDocumentAdapter(title), PrintAttributes.Builder().build())
                page = null
            }
        }
        page = view
        view.loadDataWithBaseURL(null, html, "text/html", "utf-8", null)
    }
}

/** The dialler and the messages app. Nothing is dialled or sent by itself, so no permission is asked for. */
class PhoneCalling(private val asking: Asking) : Calling {
    override fun call(number: String): Boolean = open(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    override fun message(number: String): Boolean = open(Intent(Intent.ACTION_SENDTO, Uri.fromParts("smsto", number, null)))

    private fun open(intent: Intent): Boolean = try {
        asking.activity?.startActivity(intent) != null
    } catch (_: ActivityNotFoundException) {
        false
    }
}

/** Notifications and alarms, for the screens. */
class PhoneReminding(
    private val context: Context,
    private val asking: Asking,
    private val kept: Kept,
    private val reminders: Reminders,
) : Reminding {
    private val permission = object : Permission {
        override val given: Boolean get() = context.service<NotificationManager>().areNotificationsEnabled()

        override var asked: Int by kept::askedToNotify

        // Before Android 13 there is nothing to ask: it is given until it is taken away in the settings.
        override suspend fun ask(): Boolean =
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) asking.permission(Manifest.permission.POST_NOTIFICATIONS) else given
    }

    override suspend fun askPermission(): Boolean = permission.askIfOfUse().also { if (it) reminders.settle() }

    override fun facts(): PhoneFacts = phoneFacts(context)

    override suspend fun planAnew() = reminders.settle()

    override suspend fun test() = reminders.test()

    override fun openSettings() {
        val from = asking.activity ?: return
        val facts = facts()
        // Exact alarms have a page of their own; the rest is on the page of notifications.
        val exact = facts.notificationsAllowed == true && facts.channelsOff.isEmpty() && facts.exactAllowed == false
        val page = if (exact && Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            Intent(Settings.ACTION_REQUEST_SCHEDULE_EXACT_ALARM, Uri.fromParts("package", context.packageName, null))
        } else {
            Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, context.packageName)
        }
        try {
            from.startActivity(page)
        } catch (_: ActivityNotFoundException) {
            from.startActivity(Intent(Settings.ACTION_SETTINGS))
        }
    }
}

/** Reads a code on a screen of its own, with the camera. Where there is none, or it was not allowed, codes are typed. */
class PhoneScanner(private val context: Context, private val asking: Asking, private val kept: Kept) : Scanner {
    private val permission = object : Permission {
        override val given: Boolean
            get() = context.checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED

        override var asked: Int by kept::askedForCamera

        override suspend fun ask(): Boolean = asking.permission(Manifest.permission.CAMERA)
    }

    override val available: Boolean get() = context.packageManager.hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY)

    override suspend fun scan(): String? {
        if (!available || !permission.askIfOfUse()) return null
        asking.scanned = null
        val answer = asking.result(Intent(context, ScanActivity::class.java))
        return asking.scanned.takeIf { answer?.ok == true }.also { asking.scanned = null }
    }
}
