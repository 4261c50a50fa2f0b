package org.handrail.app.scan

import android.Manifest
import android.app.Activity
import android.content.Context
import android.content.pm.PackageManager
import android.graphics.ImageFormat
import android.graphics.Matrix
import android.graphics.RectF
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.media.ImageReader
import android.os.Bundle
import android.os.Handler
import android.os.HandlerThread
import android.util.Size
import android.view.Gravity
import android.view.Surface
import android.view.TextureView
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.Button
import android.widget.LinearLayout
import android.widget.TextView
import org.handrail.LogLevel
import org.handrail.app.HandrailApp
import org.handrail.app.phone.Language
import org.handrail.app.phone.PhoneLog
import org.handrail.app.phone.service

/** Reads one code with the camera and goes. No picture is kept, shown to anybody or sent. */
class ScanActivity : Activity() {
    private val reading = Reading()
    private val thread = HandlerThread("scan").apply { start() }
    private val worker by lazy { Handler(thread.looper) }
    private lateinit var preview: TextureView
    private var camera: CameraDevice? = null
    private var pictures: ImageReader? = null
    private var size = Size(WIDTH, HEIGHT)

    override fun attachBaseContext(base: Context) {
        super.attachBaseContext(Language.speaking(base, (base.applicationContext as? HandrailApp)?.language))
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // What it shows may be a recovery code.
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        val strings = (application as HandrailApp).strings(this)
        preview = TextureView(this)
        val why = TextView(this).apply {
            text = strings.say("shell-scan-why")
            textSize = TEXT_SP
            setPadding(SPACE, SPACE, SPACE, SPACE)
        }
        val back = Button(this).apply {
            text = strings.say("shell-scan-type-instead")
            minHeight = (TARGET_DP * resources.displayMetrics.density).toInt()
            setOnClickListener { finish() }
        }
        setContentView(
            LinearLayout(this).apply {
                orientation = LinearLayout.VERTICAL
                gravity = Gravity.CENTER_HORIZONTAL
                fitsSystemWindows = true
                addView(why)
                addView(preview, LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, 0, 1f))
                addView(back, LinearLayout.LayoutParams(ViewGroup.LayoutParams.MATCH_PARENT, ViewGroup.LayoutParams.WRAP_CONTENT))
            },
        )
        preview.surfaceTextureListener = object : TextureView.SurfaceTextureListener {
            override fun onSurfaceTextureAvailable(texture: SurfaceTexture, width: Int, height: Int) = open()

            override fun onSurfaceTextureSizeChanged(texture: SurfaceTexture, width: Int, height: Int) = upright()

            override fun onSurfaceTextureDestroyed(texture: SurfaceTexture): Boolean = true

            override fun onSurfaceTextureUpdated(texture: SurfaceTexture) = Unit
        }
    }

    override fun onStart() {
        super.onStart()
        if (preview.isAvailable) open()
    }

    override fun onStop() {
        close()
        super.onStop()
    }

    override fun onDestroy() {
        thread.quitSafely()
        super.onDestroy()
    }

    private fun open() {
        if (camera != null || checkSelfPermission(Manifest.permission.CAMERA) != PackageManager.PERMISSION_GRANTED) return
        val manager = service<CameraManager>()
        try {
            val id = manager.cameraIdList.firstOrNull { facing(manager, it) == CameraCharacteristics.LENS_FACING_BACK }
                ?: manager.cameraIdList.firstOrNull() ?: return finish()
            val sizes = manager.getCameraCharacteristics(id).get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP)
                ?.getOutputSizes(ImageFormat.YUV_420_888).orEmpty()
            // Enough for a code in the hand; larger ones only take longer.
            size = sizes.filter { it.width <= WIDTH && it.height <= HEIGHT }.maxByOrNull { it.width * it.height } ?: size
            pictures = ImageReader.newInstance(size.width, size.height, ImageFormat.YUV_420_888, 2).apply {
                setOnImageAvailableListener({ look(it) }, worker)
            }
            manager.openCamera(id, Opened(), worker)
        } catch (refused: CameraAccessException) {
            refuse(refused.reason)
        } catch (_: SecurityException) {
            refuse(CameraAccessException.CAMERA_DISABLED)
        }
    }

    private fun look(from: ImageReader) {
        val text = try {
            from.acquireLatestImage()?.use { image ->
                val light = image.planes[0]
                reading.read(light.buffer, image.width, image.height, light.rowStride)
            }
        } catch (_: IllegalStateException) {
            null // The screen was left meanwhile.
        } ?: return
        runOnUiThread {
            if (isFinishing) return@runOnUiThread
            // Not in the answer itself, which goes through the system: it may be a recovery code.
            (application as HandrailApp).session.asking.scanned = text
            setResult(RESULT_OK)
            finish()
        }
    }

    private inner class Opened : CameraDevice.StateCallback() {
        override fun onOpened(opened: CameraDevice) {
            camera = opened
            val texture = preview.surfaceTexture ?: return close()
            texture.setDefaultBufferSize(size.width, size.height)
            val shown = Surface(texture)
            val read = pictures?.surface ?: return close()
            try {
                val request = opened.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW).apply {
                    addTarget(shown)
                    addTarget(read)
                    set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
                }.build()
                // The newer call is there from Android 9 on.
                @Suppress("DEPRECATION")
                opened.createCaptureSession(
                    listOf(shown, read),
                    object : CameraCaptureSession.StateCallback() {
                        override fun onConfigured(session: CameraCaptureSession) {
                            try {
                                session.setRepeatingRequest(request, null, worker)
                                runOnUiThread { upright() }
                            } catch (_: CameraAccessException) {
                                close()
                            } catch (_: IllegalStateException) {
                                close()
                            }
                        }

                        override fun onConfigureFailed(session: CameraCaptureSession) = refuse(CameraAccessException.CAMERA_ERROR)
                    },
                    worker,
                )
            } catch (refused: CameraAccessException) {
                refuse(refused.reason)
            }
        }

        override fun onDisconnected(gone: CameraDevice) = close()

        override fun onError(gone: CameraDevice, error: Int) = refuse(error)
    }

    /** Turns the picture as the phone is held: the system does it for a phone held upright, and for no other way. */
    private fun upright() {
        @Suppress("DEPRECATION")
        val turned = windowManager.defaultDisplay.rotation
        if (turned != Surface.ROTATION_90 && turned != Surface.ROTATION_270 || preview.width == 0) return
        val view = RectF(0f, 0f, preview.width.toFloat(), preview.height.toFloat())
        val picture = RectF(0f, 0f, size.height.toFloat(), size.width.toFloat())
        picture.offset(view.centerX() - picture.centerX(), view.centerY() - picture.centerY())
        val scale = maxOf(view.height() / size.height, view.width() / size.width)
        preview.setTransform(
            Matrix().apply {
                setRectToRect(view, picture, Matrix.ScaleToFit.FILL)
                postScale(scale, scale, view.centerX(), view.centerY())
                postRotate(RIGHT_ANGLE * (turned - 2), view.centerX(), view.centerY())
            },
        )
    }

    private fun refuse(reason: Int) {
        PhoneLog.log(LogLevel.INFO, "scan.camera:$reason")
        close()
        runOnUiThread { finish() }
    }

    private fun close() {
        camera?.close()
        camera = null
        pictures?.close()
        pictures = null
        worker.post { reading.forget() }
    }

    private fun facing(manager: CameraManager, id: String): Int? =
        manager.getCameraCharacteristics(id).get(CameraCharacteristics.LENS_FACING)

    private companion object {
        const val WIDTH = 1280
        const val HEIGHT = 960
        const val TEXT_SP = 18f
        const val SPACE = 32
        const val TARGET_DP = 56
        const val RIGHT_ANGLE = 90f
    }
}
