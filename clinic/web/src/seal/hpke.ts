// HPKE, RFC 9180, base mode, single shot: X-Wing, HKDF-SHA256, AES-256-GCM. No other suite is built in, so none can be asked for.
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import { type Bytes, concat } from '../wire/bytes'
import { WireError } from '../wire/errors'
import { lowOrderPart } from '../wire/lowOrder'
import { Refusal } from './refusal'

export const ENCAPSULATION = 1120
export const TAG = 16

const kem = new XWing()
const suite = new CipherSuite({ kem, kdf: new HkdfSha256(), aead: new Aes256Gcm() })

const buffer = (b: Uint8Array): ArrayBuffer => b.slice().buffer as ArrayBuffer

/** X-Wing public key (1,216 bytes) of a 32-byte seed. */
export async function xwingPublic(seed: Uint8Array): Promise<Bytes> {
  const pair = await kem.generateKeyPairDerand(seed.slice())
  return new Uint8Array(await kem.serializePublicKey(pair.publicKey)).slice()
}

/** `ekm` (64 bytes) fixes the encapsulation; it is for known answers and vectors and never passed on any other path. */
export async function hpkeSeal(key: Uint8Array, info: Uint8Array, aad: Uint8Array, plain: Uint8Array, ekm?: Uint8Array): Promise<Bytes> {
  if (lowOrderPart(key)) throw new WireError('low_order')
  const recipientPublicKey = await kem.deserializePublicKey(buffer(key))
  const sender = await suite.createSenderContext({ recipientPublicKey, info: buffer(info), ...(ekm ? { ekm: buffer(ekm) } : {}) })
  const ciphertext = await sender.seal(buffer(plain), buffer(aad))
  return concat(new Uint8Array(sender.enc), new Uint8Array(ciphertext))
}

export async function hpkeOpen(seed: Uint8Array, info: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Promise<Bytes> {
  if (sealed.length < ENCAPSULATION + TAG) throw new Refusal('size')
  const enc = sealed.subarray(0, ENCAPSULATION)
  if (lowOrderPart(enc)) throw new Refusal('low_order')
  try {
    const recipientKey = await kem.deserializePrivateKey(buffer(seed))
    const context = await suite.createRecipientContext({ recipientKey, enc: buffer(enc), info: buffer(info) })
    return new Uint8Array(await context.open(buffer(sealed.subarray(ENCAPSULATION)), buffer(aad)))
  } catch {
    throw new Refusal('seal')
  }
}
