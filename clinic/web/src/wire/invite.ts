// The invite: QR text, keys, transcript and MACs of pairing. docs/protocol.md section 4.
import { type Bytes, b64, concat, fromUtf8, unb64, utf8 } from './bytes'
import { header, lp, readHeader } from './encode'
import { WireError } from './errors'
import { hkdf, mac, sha256 } from './hash'
import { readOrigin } from './login'

export const QR_PREFIX = 'HANDRAIL1.'
export const NAME_BYTES = 40

export interface Invite {
  readonly origin: string
  readonly invite: Bytes
  readonly seed: Bytes
  readonly keysetHash: Bytes
  readonly nonceHash: Bytes
  /** SHA-256 of the relay's own certificate, or empty. */
  readonly certificate: Bytes
  readonly language: string
  readonly name: string
}

// Direction marks and control characters could make one name look like another.
const BAD_IN_NAME = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u

/** A display name may be shown on the phone: not blank, at most 40 bytes, nothing that steers the text around it. */
export function checkName(name: string): void {
  if (utf8(name).length > NAME_BYTES) throw new WireError('name_too_long')
  if (name.trim() === '' || BAD_IN_NAME.test(name)) throw new WireError('name')
}

export function writeQr(i: Invite): string {
  checkName(i.name)
  return QR_PREFIX + b64(header(i.origin, i.invite, i.seed, i.keysetHash, i.nonceHash, i.certificate, i.language, i.name))
}

export function readQr(text: string): Invite {
  if (!text.startsWith(QR_PREFIX)) throw new WireError('qr')
  const f = readHeader(unb64(text.slice(QR_PREFIX.length)), [undefined, 16, 16, 32, 32, undefined, undefined, undefined]) as Bytes[] as [
    Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes,
  ]
  const origin = fromUtf8(f[0])
  if (readOrigin(origin) !== origin) throw new WireError('origin')
  if (f[5].length !== 0 && f[5].length !== 32) throw new WireError('width')
  const name = fromUtf8(f[7])
  checkName(name)
  return { origin, invite: f[1], seed: f[2], keysetHash: f[3], nonceHash: f[4], certificate: f[5], language: fromUtf8(f[6]), name }
}

export async function inviteKeys(seed: Uint8Array): Promise<{ auth: Bytes; mac: Bytes }> {
  return { auth: await hkdf(seed, 'handrail/v1/invite-auth', 32), mac: await hkdf(seed, 'handrail/v1/invite-mac', 32) }
}

/** Everything both sides have seen but the seed, so that a swapped part shows in MAC and words. */
export const transcript = (i: Invite, practitioner: Uint8Array, client: Uint8Array, mailbox: Uint8Array): Bytes =>
  header(i.origin, i.invite, i.keysetHash, i.nonceHash, i.certificate, i.language, i.name, practitioner, client, mailbox)

export const helloMac = (key: Uint8Array, script: Uint8Array): Promise<Bytes> => mac(key, 'handrail/v1/hello', script)
export const nonceMac = (key: Uint8Array, script: Uint8Array, nonce: Uint8Array): Promise<Bytes> => mac(key, 'handrail/v1/nonce', concat(script, lp(nonce)))
export const confirmMac = (key: Uint8Array, script: Uint8Array, nonce: Uint8Array): Promise<Bytes> => mac(key, 'handrail/v1/confirm', concat(script, lp(nonce)))

/** The six bytes the four words are read from. */
export const wordBytes = async (key: Uint8Array, script: Uint8Array, nonce: Uint8Array): Promise<Bytes> =>
  hkdf(key, concat(utf8('handrail/v1/words'), await sha256(concat(script, lp(nonce)))), 6)
