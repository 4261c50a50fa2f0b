package org.handrail.store

import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import org.handrail.Clock
import org.handrail.Config
import org.handrail.CopingView
import org.handrail.HandrailException
import org.handrail.HandrailStore
import org.handrail.KeyProvider
import org.handrail.NewCopingStrategy

// From here on the example of bindings/kotlin/README.md, letter by letter.
suspend fun copingScreen(config: Config, keys: KeyProvider, clock: Clock, draw: (CopingView) -> Unit) {
    HandrailStore.open(config, keys, clock).use { store ->
        coroutineScope {
            // Now, and again after every change, until this coroutine is cancelled.
            launch { store.screen { coping() }.collect { draw(it) } }
            try {
                store.write { saveCopingStrategy(NewCopingStrategy(name = "Go for a walk")) }
                store.sync()
            } catch (refused: HandrailException.Invalid) {
                println("Please look at ${refused.field} again.")
            }
        }
    }
}
