package org.handrail.measure

import org.handrail.Clock
import org.handrail.Config
import org.handrail.Handrail
import org.handrail.KeyProvider
import org.handrail.Moment

// What calls cost from Kotlin (P9). No test: `cargo xtask bench` runs it on a record of ten years, beside the same calls from Rust and
// Swift, in this order and as often (tests/src/bench/calls.rs).

private class Keys : KeyProvider {
    override fun databaseKey() = "a key for tests and nothing else".toByteArray()

    override fun forget() = Unit
}

private class Standing(private val instantMs: Long) : Clock {
    override fun now() = Moment(instantMs, "Europe/London", 0)
}

private fun nanos(call: () -> Unit): Long {
    val start = System.nanoTime()
    call()
    return System.nanoTime() - start
}

private fun median(times: Int, call: () -> Unit): Long {
    repeat(times) { call() }
    return List(times) { nanos(call) }.sorted()[times / 2]
}

/** The folder of the record and the moment at which it is read; prints nanoseconds. */
fun main(arguments: Array<String>) {
    val (folder, atMs) = arguments
    var opened: Handrail? = null
    val open = nanos { opened = Handrail.open(Config(folder), Keys(), Standing(atMs.toLong())) }
    val handrail = checkNotNull(opened)
    val first = nanos { handrail.today() }
    val screen = median(200) { handrail.today() }
    val small = median(2_000) { handrail.salvage() }
    val newest = handrail.coping().recent.first().id
    check(handrail.copingBefore(newest).size == 50)
    val list = median(200) { handrail.copingBefore(newest) }
    println("$open $first $screen $small $list")
    handrail.closeStore()
}
