package org.handrail.app.key

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.security.GeneralSecurityException
import java.security.InvalidKeyException
import java.security.KeyStore
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * AES-256-GCM with a key of the Android Keystore. It is not bound to a finger or a face: another finger would end it, and the record with
 * it. It is not bound to an unlocked screen either, since reminders come while the phone lies there locked.
 */
class KeystoreSealing(private val alias: String) : Sealing {
    private val keys: KeyStore get() = KeyStore.getInstance(KEYSTORE).apply { load(null) }

    override val ready: Boolean get() = keys.containsAlias(alias)

    override fun make() {
        val spec = KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)
            .build()
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, KEYSTORE).apply { init(spec) }.generateKey()
    }

    override fun seal(plain: ByteArray): ByteArray {
        // The Keystore chooses the nonce, anew for each.
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, key()) }
        check(cipher.iv.size == NONCE_BYTES) { "a nonce of another length" }
        return cipher.iv + cipher.doFinal(plain)
    }

    override fun open(sealed: ByteArray): ByteArray {
        if (sealed.size < NONCE_BYTES + TAG_BITS / Byte.SIZE_BITS) throw GeneralSecurityException("too short")
        val cipher = Cipher.getInstance(CIPHER)
        cipher.init(Cipher.DECRYPT_MODE, key(), GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES))
        return cipher.doFinal(sealed, NONCE_BYTES, sealed.size - NONCE_BYTES)
    }

    override fun forget() {
        if (ready) keys.deleteEntry(alias)
    }

    private fun key(): SecretKey = keys.getKey(alias, null) as? SecretKey ?: throw InvalidKeyException("there is none")

    private companion object {
        const val KEYSTORE = "AndroidKeyStore"
        const val CIPHER = "AES/GCM/NoPadding"
        const val KEY_BITS = 256
        const val NONCE_BYTES = 12
        const val TAG_BITS = 128
    }
}
