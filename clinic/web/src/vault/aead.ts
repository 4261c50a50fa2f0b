// AES-256-GCM by WebCrypto, for the page's own two sealed objects.
import type { Bytes } from '../wire/bytes'

export const NONCE = 12

export class VaultError extends Error {
  /** `shape`: not ours or damaged at the frame; `sealed`: does not open (changed, or another's key); `older`: an older one than was seen. */
  constructor(readonly code: 'shape' | 'sealed' | 'older' | 'account' | 'too_large') {
    super(code)
    this.name = 'VaultError'
  }
}

const importKey = (key: Uint8Array, use: 'encrypt' | 'decrypt') => globalThis.crypto.subtle.importKey('raw', key as Bytes, 'AES-GCM', false, [use])

export async function aeadSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): Promise<Bytes> {
  const p = { name: 'AES-GCM', iv: nonce as Bytes, additionalData: aad as Bytes }
  return new Uint8Array(await globalThis.crypto.subtle.encrypt(p, await importKey(key, 'encrypt'), plain as Bytes))
}

export async function aeadOpen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Promise<Bytes> {
  const p = { name: 'AES-GCM', iv: nonce as Bytes, additionalData: aad as Bytes }
  try {
    return new Uint8Array(await globalThis.crypto.subtle.decrypt(p, await importKey(key, 'decrypt'), sealed as Bytes))
  } catch {
    throw new VaultError('sealed')
  }
}
