package org.handrail.ui.backup

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.BackupDevice
import org.handrail.BackupState
import org.handrail.BackupView
import org.handrail.Handrail
import org.handrail.ReaderView
import org.handrail.SyncStatus
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.Line
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.OtherButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.Part
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.WaitingLine
import org.handrail.ui.kit.waiting
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.moment
import org.handrail.ui.words.say
import org.handrail.ui.words.word

/** Everything of this screen. */
public data class MyBackup(val view: BackupView, val devices: List<BackupDevice>, val readers: List<ReaderView>, val status: SyncStatus)

private fun Handrail.myBackup() = MyBackup(backup(), backupDevices(), readers(), syncStatus())

/** Whether the notes are kept anywhere else than on this phone, in words; and who could read them there: nobody. */
public data object MyBackupPlace : Place {
    override val key: String = "backup"

    @Composable
    override fun Screen(shell: Shell) {
        Shown(shell, read = { myBackup() }) { BackupContent(shell, it) }
    }
}

@Composable
private fun BackupContent(shell: Shell, mine: MyBackup) {
    val strings = LocalStrings.current
    val view = mine.view
    val main: @Composable () -> Unit = {
        when (view.state) {
            BackupState.OFF, BackupState.GONE -> MainButton(strings.say("backup-turn-on")) { shell.go("recovery-code") }
            BackupState.CODE_WAITS -> MainButton(strings.say("backup-type-code")) { shell.go("recovery-code") }
            else -> MainButton(strings.say("backup-second-phone")) { shell.go("second-phone") }
        }
    }
    val on = view.state == BackupState.ON || view.state == BackupState.FULL
    Page(strings.say("shell-more-backup"), main = main) {
        Group(strong = true) {
            Say(strings.say("backup-" + view.state.word()))
            view.savedMs?.takeIf { on }?.let { Say(strings.say("sync-backed-up", "when" to strings.moment(it))) }
            if (on && view.waiting > 0uL) Say(strings.say("sync-backup-waiting"))
        }
        Aside(strings.say("backup-who-can-read"))
        if (on) Now(shell)
        if (mine.readers.isNotEmpty()) Line(strings.say("helped-title")) { shell.go("helped-path") }
        Line(strings.say("shell-have-notes")) { shell.go("restore") }
        if (on) {
            Phones(shell, mine.devices)
            Off(shell)
        }
    }
}

@Composable
private fun Now(shell: Shell) {
    val strings = LocalStrings.current
    val waiting = waiting(shell)
    var bytes by remember { mutableStateOf<Pair<Long, Long>?>(null) }
    OtherButton(strings.say("backup-now"), enabled = !waiting.on) {
        waiting.work {
            val report = shell.store.sync()
            bytes = report.bytesSent.toLong() to report.bytesReceived.toLong()
            if (report.stopped != null) shell.note = Note("error-network-offline")
        }
    }
    WaitingLine(waiting, strings.say("sent-sending"))
    bytes?.let { (sent, received) -> Aside(strings.say("sync-bytes", "sent" to sent, "received" to received)) }
}

@Composable
private fun Phones(shell: Shell, devices: List<BackupDevice>) {
    val strings = LocalStrings.current
    if (devices.isEmpty()) return
    Part(strings.say("backup-phones"))
    for (device in devices) {
        val removed = device.removed
        val name = device.name?.ifBlank { null } ?: strings.say(if (device.thisPhone) "backup-this-phone" else "backup-other-phone")
        Group {
            Say(name)
            Aside(if (removed == null) strings.say("backup-phone-seen", "day" to strings.dayAlone(device.seen)) else strings.say("backup-phone-removed", "day" to strings.day(removed)))
            if (!device.thisPhone && removed == null) {
                QuietButton(strings.say("backup-phone-remove"), of = name) { shell.save(done = "backup-phone-out") { removeBackupDevice(device.id) } }
            }
        }
    }
}

/** Off, or erased there too: what each does is said before. */
@Composable
private fun Off(shell: Shell) {
    val strings = LocalStrings.current
    val waiting = waiting(shell)
    var erasing by remember { mutableStateOf(false) }
    Part(strings.say("backup-off-title"))
    Aside(strings.say("backup-off-what"))
    OtherButton(strings.say("backup-turn-off"), enabled = !shell.busy) { shell.save(done = "shell-changed") { turnOffBackup() } }
    if (!erasing) {
        QuietButton(strings.say("backup-erase")) { erasing = true }
    } else {
        Say(strings.say("backup-erase-ask"))
        WaitingLine(waiting, strings.say("shell-loading"))
        OtherButton(strings.say("backup-erase-yes"), enabled = !waiting.on) { waiting.begin { token -> eraseBackup(token) } }
        QuietButton(strings.say("shell-not-now")) { erasing = false }
    }
}
