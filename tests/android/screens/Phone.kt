package org.handrail.ui

import com.ibm.icu.text.PluralRules
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.ZoneId
import java.util.Locale
import javax.xml.parsers.DocumentBuilderFactory
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import org.handrail.BeginAs
import org.handrail.Clock
import org.handrail.Config
import org.handrail.EditSettings
import org.handrail.HandrailStore
import org.handrail.KeyProvider
import org.handrail.Moment
import org.handrail.NewLongTermGoal
import org.handrail.NewShortTermGoal
import org.handrail.NewStep
import org.handrail.PhoneFacts
import org.handrail.PhoneKind
import org.handrail.ui.shell.Calling
import org.handrail.ui.shell.Giving
import org.handrail.ui.shell.Guarding
import org.handrail.ui.shell.Ports
import org.handrail.ui.shell.Reminding
import org.handrail.ui.shell.Scanner
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings
import org.handrail.ui.words.Texts

/** The strings that the Android app ships, read from its own file; the plural forms are ICU's, as on a phone. */
class ShippedTexts(language: String) : Texts {
    override val locale: Locale = Locale.forLanguageTag(language)
    private val rules = PluralRules.forLocale(locale)
    private val texts = mutableMapOf<String, String>()
    private val plurals = mutableMapOf<String, Map<String, String>>()

    init {
        val folder = if (language == "en") "values" else "values-$language"
        val file = File(System.getProperty("handrail.strings"), "android/res/$folder/strings.xml")
        val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
        for (i in 0 until root.childNodes.length) {
            val node = root.childNodes.item(i) as? org.w3c.dom.Element ?: continue
            val id = node.getAttribute("name").replace('_', '-')
            if (node.tagName == "string") {
                texts[id] = unescaped(node.textContent)
            } else {
                val items = node.getElementsByTagName("item")
                plurals[id] = (0 until items.length).map { items.item(it) as org.w3c.dom.Element }
                    .associate { it.getAttribute("quantity") to unescaped(it.textContent) }
            }
        }
    }

    override fun text(id: String): String? = texts[id]

    override fun plural(id: String, count: Long): String? = plurals[id]?.let { it[rules.select(count.toDouble())] ?: it["other"] }

    private fun unescaped(text: String): String = Regex("""\\(.)""").replace(text) { if (it.groupValues[1] == "n") "\n" else it.groupValues[1] }
}

/** The same texts in a language that nobody speaks: longer by half, in words and letters, as German and Finnish may be. */
class LongTexts(private val of: Texts) : Texts by of {
    private val value = Regex("""%\d+\$[sd]|%%""")

    override fun text(id: String): String? = of.text(id)?.let(::drawnOut)

    override fun plural(id: String, count: Long): String? = of.plural(id, count)?.let(::drawnOut)

    private fun drawnOut(text: String): String {
        val values = value.findAll(text).map { it.value }.iterator()
        // Each vowel twice, with a mark above: what is put in stays as it is.
        return value.split(text).joinToString("\u0000") { part -> part.map { if (it in "aeiou") "$it\u0308$it" else "$it" }.joinToString("") }
            .map { if (it == '\u0000') values.next() else "$it" }.joinToString("")
    }
}

/** Stands still until it is moved. */
class HandClock(at: String) : Clock {
    var at: LocalDateTime = LocalDateTime.parse(at)
    var zone: String = "Europe/London"

    override fun now(): Moment {
        val instant = at.atZone(ZoneId.of(zone)).toInstant()
        return Moment(instant.toEpochMilli(), zone, ZoneId.of(zone).rules.getOffset(instant).totalSeconds / 60)
    }
}

private class Keys : KeyProvider {
    override fun databaseKey() = ByteArray(32) { it.toByte() }

    override fun forget() = Unit
}

/** A phone's ports, which remember what they were asked for. */
class FakePorts : Ports {
    val given = mutableListOf<String>()
    val printed = mutableListOf<String>()
    val called = mutableListOf<String>()
    val scans = ArrayDeque<String>()
    val taken = mutableMapOf<String, ByteArray>()

    /** Where the next file goes instead of where it would. */
    var takesOutTo: String? = null
    var notificationsAllowed: Boolean? = true
    var planned = 0
    var asked = 0
    var settingsOpened = 0

    override val giving = object : Giving {
        override fun giveText(title: String, text: String) {
            given += text
        }

        override fun print(title: String, html: String) {
            printed += html
        }
    }
    override val scanner = object : Scanner {
        override suspend fun scan() = scans.removeFirstOrNull()

        override val available = true
    }
    override val files = object : org.handrail.ui.shell.Files {
        override suspend fun takeOut(name: String, kind: String, write: suspend (String) -> Unit): Boolean {
            takesOutTo?.let { full ->
                write(full)
                return true
            }
            val folder = Files.createTempDirectory("handrail-out")
            write(folder.resolve(name).toString())
            taken[name] = Files.readAllBytes(folder.resolve(name))
            folder.toFile().deleteRecursively()
            return true
        }

        override suspend fun bringIn(read: suspend (String) -> Unit): Boolean {
            val (name, bytes) = taken.entries.firstOrNull() ?: return false
            val folder = Files.createTempDirectory("handrail-in")
            Files.write(folder.resolve(name), bytes)
            read(folder.resolve(name).toString())
            folder.toFile().deleteRecursively()
            return true
        }
    }
    override val reminding = object : Reminding {
        override suspend fun askPermission(): Boolean {
            asked++
            return notificationsAllowed == true
        }

        override fun facts() = PhoneFacts(kind = PhoneKind.WAKES_THE_APP, notificationsAllowed = notificationsAllowed, exactAllowed = false)

        override suspend fun planAnew() {
            planned++
        }

        override suspend fun test() = Unit

        override fun openSettings() {
            settingsOpened++
        }
    }
    override val calling = object : Calling {
        override fun call(number: String): Boolean = called.add(number)

        override fun message(number: String): Boolean = called.add(number)
    }
    override val guarding = object : Guarding {
        override val canLock = true
        override var locked = false
        override var hidden = false

        override suspend fun unlock() = true

        override var language: String? = null
    }
}

/** One phone with the real record in a folder that is gone afterwards, opened on Saturday 21 November 2026 at noon. */
class Phone(val language: String = "en", private val long: Boolean = false, private val folder: Path = Files.createTempDirectory("handrail-screens")) : AutoCloseable {
    constructor(setting: Setting) : this(setting.language, setting.long)

    val clock = HandClock("2026-11-21T12:00")
    val ports = FakePorts()
    var store: HandrailStore = open()
        private set

    private fun open() = runBlocking { HandrailStore.open(Config(folder = folder.toString()), Keys(), clock) }

    init {
        // As the first run does it.
        if (language != "en") record { saveSettings(EditSettings(language = language)) }
    }

    /** The record alone, for what happened before a picture. */
    fun <T> record(call: org.handrail.Handrail.() -> T): T = runBlocking { store.writeAnything(call) }

    /** The words in this phone's language. */
    fun strings(): Strings = runBlocking {
        val day = store.read { thisDay() }
        val wording = store.read { wording() }
        val texts = ShippedTexts(language)
        Strings(if (long) LongTexts(texts) else texts, wording) { LocalDate.parse(day) }
    }

    /** The app as it starts, or as it comes back with the way that the system kept. */
    fun shell(way: List<String>, scope: CoroutineScope): Shell = Shell(store, ports, strings(), scope, way)

    /** The process ends, without a word to the app, and begins anew. */
    fun processEnds() {
        store.close()
        store = open()
    }

    override fun close() {
        store.close()
        folder.toFile().deleteRecursively()
    }
}

/** Ana's goal on this phone, with its first step. */
fun Phone.garden() = record {
    val goal = saveLongTermGoal(NewLongTermGoal(title = "Work in a garden"), BeginAs.ACTIVE).records[0].id
    val part = saveShortTermGoal(NewShortTermGoal(goal = goal, title = "Two mornings outside"), BeginAs.ACTIVE).records[0].id
    saveStep(NewStep(goal = part, title = "Call the allotment", whenWords = "Tuesday, after breakfast"))
}
