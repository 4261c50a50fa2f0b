package org.handrail.app

import com.google.zxing.BarcodeFormat
import com.google.zxing.EncodeHintType
import com.google.zxing.qrcode.QRCodeWriter
import java.nio.ByteBuffer
import kotlinx.coroutines.runBlocking
import org.handrail.NotificationAction
import org.handrail.app.guard.Lock
import org.handrail.app.phone.Codes
import org.handrail.app.phone.Permission
import org.handrail.app.phone.askIfOfUse
import org.handrail.app.scan.Reading
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The lock, permissions and the camera's pictures. */
class GuardTest {
    @Test
    fun leos_app_is_shut_at_the_start_and_after_a_minute_away() {
        var now = 1_000_000L
        val lock = Lock({ true }, { now })
        assertTrue(lock.isShut.value)
        lock.opened()
        lock.left()
        now += 59_000
        lock.cameBack()
        assertFalse(lock.isShut.value, "away for a moment")
        lock.left()
        now += 40_000
        // Another screen of ours went out of sight meanwhile: it is not a new absence.
        lock.left()
        now += 21_000
        lock.cameBack()
        assertTrue(lock.isShut.value)
        lock.left()
        lock.cameBack()
        assertTrue(lock.isShut.value, "shut it stays until it was opened")
    }

    @Test
    fun who_wants_no_lock_is_never_asked_and_turning_it_on_shuts_nothing_now() {
        var wanted = false
        var now = 0L
        val lock = Lock({ wanted }, { now })
        lock.left()
        now += 3_600_000
        lock.cameBack()
        assertFalse(lock.isShut.value)
        wanted = true
        assertFalse(lock.isShut.value)
        lock.left()
        now += 3_600_000
        lock.cameBack()
        assertTrue(lock.isShut.value)
        // Turned off again, or no finger and no code on the phone any more.
        wanted = false
        lock.left()
        lock.cameBack()
        assertFalse(lock.isShut.value)
    }

    @Test
    fun a_permission_that_was_denied_twice_is_not_asked_for_again() = runBlocking {
        var questions = 0
        val camera = object : Permission {
            override var given = false
            override var asked = 0

            override suspend fun ask(): Boolean {
                questions++
                return false
            }
        }
        assertFalse(camera.askIfOfUse())
        assertFalse(camera.askIfOfUse())
        assertFalse(camera.askIfOfUse())
        assertEquals(2, questions)
        camera.given = true
        assertTrue(camera.askIfOfUse(), "given in the settings")
        assertEquals(2, questions)
    }

    @Test
    fun every_answer_has_a_number_of_its_own() {
        val ids = (1..400).map { "r:AAAAAAAAAAAAAAAAAAAAA${'A' + it % 26}:2026-${"%02d".format(it % 12 + 1)}-${"%02d".format(it % 28 + 1)}.$it" }
        val codes = ids.flatMap { id -> NotificationAction.entries.map { Codes.of(id, it) } } + Codes.ALARM + Codes.OPEN
        assertEquals(codes.size, codes.toSet().size)
    }

    @Test
    fun a_code_is_read_from_the_cameras_grey_dark_on_light_and_light_on_dark() {
        val text = "handrail:pair:v1:" + "QWERTY".repeat(20)
        val side = 400
        val code = QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, side, side, mapOf(EncodeHintType.CHARACTER_SET to "UTF-8"))
        val stride = side + 48 // Cameras pad their lines.
        fun picture(dark: Int, light: Int) = ByteBuffer.allocateDirect(stride * side).apply {
            for (y in 0 until side) for (x in 0 until side) put(y * stride + x, (if (code[x, y]) dark else light).toByte())
        }
        val reading = Reading()
        assertEquals(text, reading.read(picture(20, 230), side, side, stride))
        assertEquals(text, reading.read(picture(230, 20), side, side, stride))
        reading.forget()
        assertNull(reading.read(ByteBuffer.allocateDirect(stride * side), side, side, stride))
    }
}
