// Ed25519 from a 32-byte seed: by WebCrypto where the browser or Node has it, else by one small package. Both give the same bytes
// (Ed25519 is deterministic), and both refuse what RFC 8032 refuses.
import * as noble from '@noble/ed25519'
import { type Bytes, concat, unb64, unhex } from './bytes'
import { lp } from './encode'

/** DER of a PKCS#8 Ed25519 key up to the seed: WebCrypto takes no bare seed. */
const PKCS8 = unhex('302e020100300506032b657004220420')

export interface Ed25519 {
  publicKey(seed: Uint8Array): Promise<Bytes>
  sign(seed: Uint8Array, message: Uint8Array): Promise<Bytes>
  verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>
}

const importSeed = (seed: Uint8Array, extractable: boolean) =>
  globalThis.crypto.subtle.importKey('pkcs8', concat(PKCS8, seed), { name: 'Ed25519' }, extractable, ['sign'])

export const native: Ed25519 = {
  async publicKey(seed) {
    const jwk = await globalThis.crypto.subtle.exportKey('jwk', await importSeed(seed, true))
    return unb64(jwk.x, 32)
  },
  async sign(seed, message) {
    return new Uint8Array(await globalThis.crypto.subtle.sign('Ed25519', await importSeed(seed, false), message as Bytes))
  },
  async verify(key, message, signature) {
    try {
      const k = await globalThis.crypto.subtle.importKey('raw', key as Bytes, { name: 'Ed25519' }, false, ['verify'])
      return await globalThis.crypto.subtle.verify('Ed25519', k, signature as Bytes, message as Bytes)
    } catch {
      return false
    }
  },
}

export const portable: Ed25519 = {
  publicKey: async (seed) => (await noble.getPublicKeyAsync(seed)) as Bytes,
  sign: async (seed, message) => (await noble.signAsync(message, seed)) as Bytes,
  async verify(key, message, signature) {
    try {
      return await noble.verifyAsync(signature, message, key, { zip215: false })
    } catch {
      return false
    }
  },
}

let chosen: Promise<Ed25519> | undefined
const choose = () =>
  (chosen ??= native.publicKey(new Uint8Array(32)).then(
    () => native,
    () => portable,
  ))

export const publicKey = async (seed: Uint8Array): Promise<Bytes> => (await choose()).publicKey(seed)
/** Signature over `lp(label) | body`, as every signature of the protocol is. */
export const sign = async (seed: Uint8Array, label: string, body: Uint8Array): Promise<Bytes> => (await choose()).sign(seed, concat(lp(label), body))
export const verify = async (key: Uint8Array, label: string, body: Uint8Array, signature: Uint8Array): Promise<boolean> =>
  key.length === 32 && signature.length === 64 && (await choose()).verify(key, concat(lp(label), body), signature)
