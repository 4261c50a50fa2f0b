package org.handrail.ui.review

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import org.handrail.PacketState
import org.handrail.PacketView
import org.handrail.SyncReport
import org.handrail.SyncStatus
import org.handrail.ui.kit.Aside
import org.handrail.ui.kit.Empty
import org.handrail.ui.kit.Group
import org.handrail.ui.kit.LocalStrings
import org.handrail.ui.kit.MainButton
import org.handrail.ui.kit.Page
import org.handrail.ui.kit.QuietButton
import org.handrail.ui.kit.Say
import org.handrail.ui.kit.Shown
import org.handrail.ui.kit.Waiting
import org.handrail.ui.kit.WaitingLine
import org.handrail.ui.kit.waiting
import org.handrail.ui.shell.Note
import org.handrail.ui.shell.Place
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.say
import org.handrail.ui.words.word

/** What was shared: how far each page has come, and who reads it when. */
public data object SentPlace : Place {
    override val key: String = "sent"

    @Composable
    override fun Screen(shell: Shell) {
        val waiting = waiting(shell)
        var report by remember { mutableStateOf<SyncReport?>(null) }
        Shown(shell, "packet", "sync", read = { packets() to syncStatus() }) { (packets, status) ->
            SentContent(shell, packets, status, waiting, report) { report = it }
        }
    }
}

@Composable
private fun SentContent(shell: Shell, packets: List<PacketView>, status: SyncStatus, waiting: Waiting, report: SyncReport?, done: (SyncReport) -> Unit) {
    val strings = LocalStrings.current
    val send: @Composable () -> Unit = {
        MainButton(strings.say("sent-now"), enabled = !waiting.on) {
            waiting.work { done(shell.store.sync().also { if (it.stopped != null) shell.note = Note("error-network-offline") }) }
        }
    }
    Page(strings.say("review-sent"), main = send.takeIf { packets.any { it.state == PacketState.WAITING } }) {
        Say(strings.say(status))
        WaitingLine(waiting, strings.say("sent-sending"))
        report?.let { Aside(strings.say("sync-bytes", "sent" to it.bytesSent.toLong(), "received" to it.bytesReceived.toLong())) }
        if (packets.isEmpty()) Empty(strings.say("sent-empty"))
        for (packet in packets) Packet(shell, packet)
    }
}

@Composable
private fun Packet(shell: Shell, packet: PacketView) {
    val strings = LocalStrings.current
    val period = strings.say("date-from-until", "from" to strings.day(packet.fromDay), "until" to strings.day(packet.untilDay))
    Group {
        Say(period)
        Aside(strings.say("review-packet-state-" + packet.state.word()))
        packet.opened?.let { Aside(strings.say("review-opened") + ": " + strings.dayAlone(it)) }
        for (reader in packet.readBy) {
            val day = reader.day
            Aside(if (day == null) strings.say(reader.message, "name" to reader.name) else strings.say(reader.message, "name" to reader.name, "day" to strings.day(day)))
        }
        if (packet.waitsForKey) Aside(strings.say("sent-waits-for-key"))
        if (packet.canTakeBack) {
            QuietButton(strings.say("sent-take-back"), of = period) { shell.save(done = "sent-taken-back") { takeBack(packet.id) } }
        }
    }
}
