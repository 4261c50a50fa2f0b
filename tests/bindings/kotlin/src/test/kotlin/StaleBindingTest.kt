package org.handrail.scenarios

import java.io.ByteArrayOutputStream
import java.io.DataOutputStream
import java.lang.reflect.InvocationTargetException
import org.handrail.Handrail
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** A name as it stands among the constants of a class: a tag, its length, its bytes. */
private fun constant(name: String): String {
    val bytes = ByteArrayOutputStream()
    DataOutputStream(bytes).apply { writeByte(1) }.writeUTF(name)
    return bytes.toString(Charsets.ISO_8859_1)
}

/** The binding once more, beside the same library, with names in it changed as in a source that was generated from another one. */
private class Stale(private val of: Set<String>, private val was: String, private val becomes: String) :
    ClassLoader(Handrail::class.java.classLoader) {
    private val own = "org.handrail."
    private val scenarios = "org.handrail.scenarios."

    override fun loadClass(name: String, resolve: Boolean): Class<*> = synchronized(getClassLoadingLock(name)) {
        if (!name.startsWith(own) || name.startsWith(scenarios)) return super.loadClass(name, resolve)
        findLoadedClass(name)?.let { return it }
        val file = parent.getResourceAsStream(name.replace('.', '/') + ".class") ?: throw ClassNotFoundException(name)
        var bytes = file.use { it.readBytes() }
        if (name.removePrefix(own) in of) {
            val text = bytes.toString(Charsets.ISO_8859_1)
            check(constant(was) in text) { "$was is not in $name" }
            bytes = text.replace(constant(was), constant(becomes)).toByteArray(Charsets.ISO_8859_1)
        }
        defineClass(name, bytes, 0, bytes.size)
    }
}

/** A generated file meets a library it was not made from. The same scenario stands in Python and Swift. */
class StaleBindingTest {
    private fun called(of: Set<String>, was: String, becomes: String) {
        Class.forName("org.handrail.HandrailKt", true, Stale(of, was, becomes)).getMethod("helpRegions").invoke(null)
    }

    @Test
    fun stale_binding() {
        val checksum = "uniffi_handrail_checksum_func_help_lines"
        val caller = setOf("HandrailKt")
        // That the file as it is belongs to the library, every other scenario shows; loaded once more as it is, it would take the
        // ports of all of them to itself. Another form of one call; another way of calling; a call that the library does not have.
        for ((of, was, becomes) in listOf(
            Triple(caller, checksum, "uniffi_handrail_checksum_func_help_regions"),
            Triple(caller, "ffi_handrail_uniffi_contract_version", checksum),
            Triple(caller + "IntegrityCheckingUniffiLib", checksum, "uniffi_handrail_checksum_func_no_more"),
        )) {
            val refused = assertThrows<InvocationTargetException> { called(of, was, becomes) }.targetException
            assertEquals("org.handrail.LibraryMismatch", refused.javaClass.name, "$refused")
            assertTrue(refused is LinkageError)
            assertTrue(refused.message!!.startsWith("this file was not generated from this Handrail library"), refused.message)
        }
    }
}
