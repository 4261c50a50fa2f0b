package org.handrail.ui

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assumptions.assumeTrue

/** The real relay, and the review page's own code, which `cargo xtask screens` starts. */
object Clinic {
    val relay: String = System.getenv("HANDRAIL_RELAY").orEmpty()
    private val practitioners: String = System.getenv("HANDRAIL_PRACTITIONERS").orEmpty()

    /** Not in a bare `mvn test`. */
    val there = relay.isNotEmpty() && practitioners.isNotEmpty()

    fun needed() = assumeTrue(there, "no relay: cargo xtask screens starts one")

    fun of(name: String): URI = URI.create("$practitioners/$name")
}

/** The relay and this phone's clocks are the same day's: a certificate is for a time. */
fun Phone.syncs() = runBlocking { store.sync() }

/** What the page answered: JSON, of which a test wants a word here and there. */
class Answer(val text: String) {
    private fun after(name: String) = text.substringAfter("\"$name\":", "")

    fun text(name: String): String = after(name).removePrefix("\"").substringBefore('"')

    fun number(name: String): Int = after(name).takeWhile { it.isDigit() }.toInt()

    fun texts(name: String): List<String> = after(name).substringBefore(']').removePrefix("[").split(',').map { it.trim('"') }
}

/** A practitioner at the review page. @param mark keeps those of different tests apart. */
class Practitioner(name: String, mark: Long = 0, var now: Long = HandClock("2026-11-21T12:00").now().instantMs) {
    private val client = HttpClient.newHttpClient()
    private val at = Clinic.of(name.lowercase() + mark)

    init {
        ask("enrol", "display_name" to name)
    }

    /** One command to the page, and what it answers. */
    fun ask(command: String, vararg more: Pair<String, Any>): Answer {
        val fields = listOf<Pair<String, Any>>("cmd" to command, "now" to now) + more
        val line = fields.joinToString(",", "{", "}") { (name, value) -> "\"$name\":" + if (value is String && !value.startsWith("{")) "\"$value\"" else "$value" }
        val answer = client.send(HttpRequest.newBuilder(at).POST(BodyPublishers.ofString(line)).build(), BodyHandlers.ofString()).body()
        check(answer.startsWith("{\"ok\":true")) { "$command: $answer" }
        return Answer(answer)
    }

    /** The same beside what the phone does. */
    fun later(command: String): CompletableFuture<Answer> = CompletableFuture.supplyAsync { ask(command) }

    /** Both at one table; gives the care relationship. */
    fun pair(phone: Phone): String = runBlocking {
        val pairing = phone.record { scanInvite(ask("invite", "name" to "Ana").text("qr")) }
        val seen = later("pair_words")
        phone.store.stoppable { token -> pair(pairing, token) }
        seen.get()
        val paired = later("pair_yes")
        phone.store.stoppable { token -> confirmPairing(pairing, true, token) }
        phone.store.sync()
        paired.get().text("client")
    }
}
