package org.handrail.store

import java.nio.file.Files
import java.nio.file.Path
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.handrail.Config
import org.handrail.scenarios.Keys
import org.handrail.scenarios.RunningClock
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What lies beside the sources of the package: Maven runs this in its folder. */
class PackageTest : Folder() {
    private fun text(path: String): String = Files.readString(Path.of(path))

    @Test
    fun `the example of the README does what it shows`(): Unit = runBlocking {
        val example = text("README.md").substringAfter("```kotlin\n").substringBefore("```")
        val here = text("../../tests/bindings/kotlin/src/test/kotlin/store/Example.kt")
        assertEquals(example, here.substring(here.indexOf("suspend fun")))

        val drawn = Channel<List<String>>(Channel.UNLIMITED)
        val app = launch {
            copingScreen(Config(folder.resolve("record").toString()), Keys(), RunningClock()) { view ->
                drawn.trySend(view.strategies.map { it.name })
            }
        }
        withTimeout(60_000) {
            while (drawn.receive() != listOf("Go for a walk")) continue
        }
        app.cancelAndJoin()
        assertEquals(listOf("Go for a walk"), strategies(open()), "closed with its coroutine, and everything is there")
    }

    @Test
    fun `both builds name the same versions`() {
        val (maven, gradle, catalogue) = listOf("pom.xml", "build.gradle.kts", "gradle/libs.versions.toml").map(::text)
        val workspace = text("../../Cargo.toml").substringAfter("[workspace.package]\nversion = \"").substringBefore('"')
        assertTrue("<version>$workspace</version>\n  <name>" in maven, workspace)
        assertTrue("version = \"$workspace\"" in gradle, workspace)
        fun pinned(name: String) = catalogue.substringAfter("\n$name = \"").substringBefore('"')
        assertTrue("<kotlin.version>${pinned("kotlin")}<" in maven)
        for ((artifact, name) in listOf("jna" to "jna", "kotlinx-coroutines-core-jvm" to "coroutines")) {
            assertTrue(Regex("<artifactId>$artifact</artifactId>\\s*<version>${pinned(name)}</version>").containsMatchIn(maven), name)
        }
    }
}
