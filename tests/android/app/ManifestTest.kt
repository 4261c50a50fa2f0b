package org.handrail.app

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.w3c.dom.Element

private const val ANDROID = "http://schemas.android.com/apk/res/android"
private const val TOOLS = "http://schemas.android.com/tools"

/** What the app may do, and who may come in. What libraries add is held against the same lists by the Gradle build (`checkManifest`). */
class ManifestTest {
    private val main = File(System.getProperty("handrail.app"), "src/main")
    private val manifest = xml("AndroidManifest.xml")
    private val application = manifest.all("application").single()
    private val kept = { element: Element -> element.getAttributeNS(TOOLS, "node") != "remove" }

    private fun xml(path: String): Element =
        DocumentBuilderFactory.newInstance().apply { isNamespaceAware = true }.newDocumentBuilder().parse(File(main, path)).documentElement

    private fun Element.all(name: String): List<Element> = getElementsByTagName(name).let { list -> (0 until list.length).map { list.item(it) as Element } }

    private fun Element.android(name: String): String = getAttributeNS(ANDROID, name)

    @Test
    fun permissions_are_those_of_the_list() {
        val allowed = listOf(
            "INTERNET", "POST_NOTIFICATIONS", "SCHEDULE_EXACT_ALARM", "RECEIVE_BOOT_COMPLETED", "CAMERA", "USE_BIOMETRIC",
            "ACCESS_NETWORK_STATE", "WAKE_LOCK",
        )
        assertEquals(allowed.map { "android.permission.$it" }, manifest.all("uses-permission").filter(kept).map { it.android("name") })
        // A phone without a camera can have the app.
        assertEquals(setOf("false"), manifest.all("uses-feature").map { it.android("required") }.toSet())
        assertTrue(manifest.all("uses-permission-sdk-23").isEmpty() && manifest.all("queries").isEmpty())
    }

    @Test
    fun there_is_one_door_and_it_is_the_launcher() {
        val parts = listOf("activity", "activity-alias", "service", "receiver", "provider").flatMap { application.all(it) }.filter(kept)
        assertTrue(parts.all { it.android("exported") in setOf("true", "false") }, "each says it")
        val door = parts.single { it.android("exported") == "true" }
        assertEquals("org.handrail.app.window.MainActivity", door.android("name"))
        assertEquals(listOf("android.intent.action.MAIN"), door.all("action").map { it.android("name") })
        assertEquals(listOf("android.intent.category.LAUNCHER"), door.all("category").map { it.android("name") })
        assertTrue(parts.none { it.android("directBootAware") == "true" }, "the record is not there before the first unlocking")
        for (part in parts) {
            Class.forName(part.android("name"), false, javaClass.classLoader)
        }
        Class.forName(application.android("name"), false, javaClass.classLoader)
    }

    @Test
    fun every_occasion_to_plan_anew_is_listened_to() {
        val receiver = application.all("receiver").single { it.android("name").endsWith("OccasionReceiver") }
        val heard = receiver.all("action").map { it.android("name").substringAfterLast('.') }.toSet()
        val occasions = setOf(
            "BOOT_COMPLETED", "MY_PACKAGE_REPLACED", "TIME_SET", "TIMEZONE_CHANGED", "LOCALE_CHANGED",
            "SCHEDULE_EXACT_ALARM_PERMISSION_STATE_CHANGED",
        )
        assertEquals(occasions, heard)
    }

    @Test
    fun nothing_goes_into_a_backup_of_the_systems() {
        assertEquals("false", application.android("allowBackup"))
        assertEquals("@xml/data_extraction_rules", application.android("dataExtractionRules"))
        assertEquals("@xml/full_backup_content", application.android("fullBackupContent"))
        val domains = setOf("root", "file", "database", "sharedpref", "external").flatMap { domain ->
            if (domain == "external") listOf(domain) else listOf(domain, "device_$domain")
        }.toSet()
        val rules = xml("res/xml/data_extraction_rules.xml")
        for (way in listOf("cloud-backup", "device-transfer")) {
            val excluded = rules.all(way).single().all("exclude")
            assertEquals(domains, excluded.map { it.getAttribute("domain") }.toSet(), way)
            assertEquals(setOf("."), excluded.map { it.getAttribute("path") }.toSet())
        }
        val old = xml("res/xml/full_backup_content.xml")
        assertEquals(domains, old.all("exclude").map { it.getAttribute("domain") }.toSet())
        assertTrue(rules.all("include").isEmpty() && old.all("include").isEmpty())
    }

    @Test
    fun nothing_goes_over_the_network_in_the_clear() {
        assertEquals("false", application.android("usesCleartextTraffic"))
        val network = xml("res/xml/network.xml")
        assertEquals(listOf("false"), network.all("base-config").map { it.getAttribute("cleartextTrafficPermitted") })
        assertTrue(network.all("domain-config").isEmpty() && network.all("debug-overrides").isEmpty())
        assertEquals(listOf("system"), network.all("certificates").map { it.getAttribute("src") })
    }

    @Test
    fun it_speaks_the_languages_that_there_are_words_for_and_runs_both_ways() {
        assertEquals("true", application.android("supportsRtl"))
        assertEquals("@xml/locales", application.android("localeConfig"))
        val words = File(main, "../../../../core/content/words").list().orEmpty().filter { it.endsWith(".ftl") }.map { it.removeSuffix(".ftl") }
        assertEquals(words.toSet(), xml("res/xml/locales.xml").all("locale").map { it.android("name") }.toSet())
    }

    @Test
    fun every_pending_intent_is_immutable_and_every_reminder_is_private() {
        val sources = main.walk().filter { it.extension == "kt" }.associate { it.name to it.readText() }
        val pending = sources.filter { (_, text) -> "PendingIntent.get" in text }
        assertEquals(setOf("PhoneAlarm.kt", "PhoneNotices.kt"), pending.keys)
        for ((name, text) in pending) {
            assertEquals(Regex("PendingIntent\\.get").findAll(text).count(), Regex("FLAG_IMMUTABLE").findAll(text).count(), name)
        }
        assertTrue(sources.values.none { "FLAG_MUTABLE" in it || "USE_EXACT_ALARM" in it })
        // The engine knows no Android: what is tested here is what runs there.
        val engine = main.resolve("kotlin/org/handrail/app/reminders").listFiles().orEmpty()
        assertTrue(engine.isNotEmpty() && engine.none { "import android" in it.readText() })
    }
}
