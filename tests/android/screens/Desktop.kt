@file:JvmName("PhoneKt")

package org.handrail.phone

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import java.nio.file.Files
import java.nio.file.Path
import java.security.SecureRandom
import java.time.LocalDate
import java.util.TimeZone
import kotlin.io.path.exists
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes
import kotlinx.coroutines.runBlocking
import org.handrail.Clock
import org.handrail.Config
import org.handrail.HandrailStore
import org.handrail.KeyProvider
import org.handrail.Moment
import org.handrail.ui.FakePorts
import org.handrail.ui.HEIGHT
import org.handrail.ui.ShippedTexts
import org.handrail.ui.WIDTH
import org.handrail.ui.kit.HandrailTheme
import org.handrail.ui.shell.Shell
import org.handrail.ui.words.Strings

private class WallClock : Clock {
    override fun now(): Moment {
        val now = System.currentTimeMillis()
        val zone = TimeZone.getDefault()
        return Moment(now, zone.id, zone.getOffset(now) / 60_000)
    }
}

/** A key in a file beside the record: this is a window to try the screens in, not a phone. */
private class KeyInFile(private val file: Path) : KeyProvider {
    override fun databaseKey(): ByteArray {
        if (!file.exists()) file.writeBytes(ByteArray(32).also { SecureRandom().nextBytes(it) })
        return file.readBytes()
    }

    override fun forget() {
        Files.deleteIfExists(file)
    }
}

/** The app of a phone in a window. `FOLDER [LANGUAGE [TEXT SIZE]]`: where the record is kept, `en`, `es` or `ar`, and `2` for letters twice as large. */
fun main(args: Array<String>) {
    val folder = Path.of(args.firstOrNull() ?: error("name a folder for the record"))
    val text = args.getOrNull(2)?.toFloat() ?: 1f
    Files.createDirectories(folder)
    val fresh = !folder.resolve("key").exists()
    val store = runBlocking { HandrailStore.open(Config(folder = folder.resolve("record").toString()), KeyInFile(folder.resolve("key")), WallClock()) }
    val ports = FakePorts().apply { guarding.language = args.getOrNull(1) }
    application {
        Window(onCloseRequest = ::exitApplication, title = "Handrail", state = rememberWindowState(width = WIDTH.dp, height = HEIGHT.dp)) {
            val scope = rememberCoroutineScope()
            var language by remember { mutableStateOf(ports.guarding.language ?: "en") }
            val shell = remember {
                Shell(store, ports, Strings(ShippedTexts(language)), scope, listOf(if (fresh) "first-run/language" else "today"))
            }
            LaunchedEffect(language) {
                val (day, wording) = store.read { thisDay() to wording() }
                shell.strings = Strings(ShippedTexts(language), wording) { LocalDate.parse(day) }
            }
            LaunchedEffect(Unit) { store.changes.collect { language = ports.guarding.language ?: "en" } }
            CompositionLocalProvider(LocalDensity provides Density(LocalDensity.current.density, text)) {
                HandrailTheme(shell.strings, rightToLeft = language == "ar") { org.handrail.ui.kit.Window(shell) }
            }
        }
    }
    store.close()
}
