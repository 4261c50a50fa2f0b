package org.handrail.scenarios

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext
import org.handrail.Clock
import org.handrail.Handrail
import org.junit.jupiter.api.Assertions.assertEquals

/** What the page answered: JSON, of which a scenario wants a word here and there. */
class Answer(val text: String) {
    private fun after(name: String) = text.substringAfter("\"$name\":", "")

    fun text(name: String): String = after(name).removePrefix("\"").substringBefore('"')

    fun number(name: String): Int = after(name).takeWhile { it.isDigit() }.toInt()

    fun texts(name: String): List<String> =
        after(name).substringBefore(']').removePrefix("[").split(',').map { it.trim('"') }
}

/** The review page's own code, in a process of its own (tests/bindings/practitioners.mjs), on the clock of the phones. */
class Practitioner(private val name: String, private val clock: Clock) {
    private val client = HttpClient.newHttpClient()

    init {
        ask("enrol", "display_name" to name)
    }

    /** One command to the page, and what it answers. A value that begins with a brace is JSON already. */
    fun ask(command: String, vararg more: Pair<String, Any>): Answer {
        val fields = listOf("cmd" to command, "now" to clock.now().instantMs) + more
        val line = fields.joinToString(",", "{", "}") { (name, value) ->
            "\"$name\":" + if (value is String && !value.startsWith("{")) "\"$value\"" else "$value"
        }
        val to = URI.create(System.getenv("HANDRAIL_PRACTITIONERS") + "/" + name.lowercase())
        val request = HttpRequest.newBuilder(to).POST(BodyPublishers.ofString(line)).build()
        val answer = client.send(request, BodyHandlers.ofString()).body()
        check(answer.startsWith("{\"ok\":true")) { "$command: $answer" }
        return Answer(answer)
    }

    /** The same beside what a phone does. */
    suspend fun later(command: String): Answer = withContext(Dispatchers.IO) { ask(command) }

    /** Both at one table: the page shows a code, the phone scans it, both say "same". Gives the care relationship. */
    suspend fun pair(phone: Handrail, client: String): String = coroutineScope {
        val pairing = phone.scanInvite(ask("invite", "name" to client).text("qr"))
        val seen = async { later("pair_words") }
        val words = phone.pair(pairing)
        assertEquals(4 to seen.await().texts("words"), words.size to words)

        val paired = async { later("pair_yes") }
        phone.confirmPairing(pairing, true)
        phone.sync()
        paired.await().text("client")
    }
}
