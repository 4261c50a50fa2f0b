// SHA-256, HKDF and HMAC by WebCrypto, with the labels and the empty salt of docs/protocol.md section 1.
import { type Bytes, concat, utf8 } from './bytes'
import { lp } from './encode'

const subtle = () => globalThis.crypto.subtle

export const sha256 = async (bytes: Uint8Array): Promise<Bytes> => new Uint8Array(await subtle().digest('SHA-256', bytes as Bytes))

/** HKDF-SHA256 with empty salt; `info` is the label, where needed followed by bytes. */
export async function hkdf(ikm: Uint8Array, info: string | Uint8Array, size: number): Promise<Bytes> {
  const key = await subtle().importKey('raw', ikm as Bytes, 'HKDF', false, ['deriveBits'])
  const label = typeof info === 'string' ? utf8(info) : (info as Bytes)
  return new Uint8Array(await subtle().deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: label }, key, size * 8))
}

/** HMAC-SHA256(key, lp(label) | x). */
export async function mac(key: Uint8Array, label: string, x: Uint8Array): Promise<Bytes> {
  const k = await subtle().importKey('raw', key as Bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await subtle().sign('HMAC', k, concat(lp(label), x)))
}
