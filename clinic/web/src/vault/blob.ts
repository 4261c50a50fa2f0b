/*
 * The key blob: every private key of a practitioner, in one object the relay keeps and cannot read.
 *
 *   blob    = 0x01 | lp(header) | lp(wraps) | lp(nonce, 12) | lp(ciphertext)
 *   header  = 0x01 | lp(account, 16) | lp(blob version, u64)
 *   wraps   = for each unlock method: lp(locator, 16) | lp(nonce, 12) | lp(wrapped blob key, 48)
 *
 * The blob key is 32 random bytes, made at enrolment. Each method wraps it by AES-256-GCM under its own wrapping key, with
 *   aad     = lp("handrail/v1/blob-key") | lp(account) | lp(locator)
 * so a method is added or taken away without touching the rest. The content is JSON under the blob key, with
 *   aad     = lp("handrail/v1/blob") | lp(header)
 * so neither the account nor the version can be changed by whoever keeps it. The version counts up with each write; the page state
 * remembers the highest seen, so that an older blob served again shows (`older`).
 *
 * Content: {"v":1, "identity": SEED32, "state_key": KEY32, "subkeys": [{"number", "seed"}]}. Subkey seeds are destroyed when no
 * packet sealed to them can still be kept: 60 days plus the retention after their end.
 */
import { type Bytes, b64, concat, equal, fromUtf8, unb64, utf8 } from '../wire/bytes'
import { header, lp, Reader, readHeader, readU64, u64, VERSION } from '../wire/encode'
import { WireError } from '../wire/errors'
import type { Random } from '../wire/random'
import { aeadOpen, aeadSeal, NONCE, VaultError } from './aead'

export interface SecretSubkey {
  readonly number: number
  readonly seed: Bytes
}

export interface Secrets {
  readonly identity: Bytes
  readonly stateKey: Bytes
  readonly subkeys: readonly SecretSubkey[]
}

export interface Wrap {
  readonly locator: Bytes
  readonly nonce: Bytes
  readonly wrapped: Bytes
}

export interface Blob {
  readonly account: Bytes
  readonly version: number
  readonly wraps: readonly Wrap[]
  readonly key: Bytes
  readonly secrets: Secrets
}

const wrapAad = (account: Uint8Array, locator: Uint8Array) => concat(lp('handrail/v1/blob-key'), lp(account), lp(locator))
const contentAad = (head: Uint8Array) => concat(lp('handrail/v1/blob'), lp(head))

export async function wrapKey(random: Random, account: Bytes, blobKey: Bytes, method: { locator: Bytes; wrap: Bytes }): Promise<Wrap> {
  const nonce = random(NONCE)
  return { locator: method.locator, nonce, wrapped: await aeadSeal(method.wrap, nonce, wrapAad(account, method.locator), blobKey) }
}

export async function sealBlob(random: Random, blob: Blob): Promise<Bytes> {
  const head = header(blob.account, u64(blob.version))
  const wraps = concat(...blob.wraps.map((w) => concat(lp(w.locator), lp(w.nonce), lp(w.wrapped))))
  const s = blob.secrets
  const content = utf8(
    JSON.stringify({ v: 1, identity: b64(s.identity), state_key: b64(s.stateKey), subkeys: s.subkeys.map((k) => ({ number: k.number, seed: b64(k.seed) })) }),
  )
  const nonce = random(NONCE)
  return concat(Uint8Array.of(VERSION), lp(head), lp(wraps), lp(nonce), lp(await aeadSeal(blob.key, nonce, contentAad(head), content)))
}

function frame(bytes: Uint8Array) {
  const r = new Reader(bytes)
  if (r.take(1)[0] !== VERSION) throw new VaultError('shape')
  const head = r.lp()
  const wrapBytes = r.lp()
  const nonce = r.lp(NONCE)
  const ciphertext = r.lp()
  r.end()
  const [account, version] = readHeader(head, [16, 8]) as [Bytes, Bytes]
  const wraps: Wrap[] = []
  const w = new Reader(wrapBytes)
  while (w.position < wrapBytes.length) wraps.push({ locator: w.lp(16), nonce: w.lp(NONCE), wrapped: w.lp(48) })
  return { head, account, version: readU64(version), wraps, nonce, ciphertext }
}

type KeyOf = (wraps: readonly Wrap[]) => Promise<Bytes>

async function open(bytes: Uint8Array, account: Bytes, keyOf: KeyOf): Promise<Blob> {
  try {
    const f = frame(bytes)
    if (!equal(f.account, account)) throw new VaultError('account')
    const key = await keyOf(f.wraps)
    const j = JSON.parse(fromUtf8(await aeadOpen(key, f.nonce, contentAad(f.head), f.ciphertext))) as Record<string, unknown>
    if (j.v !== 1 || !Array.isArray(j.subkeys)) throw new VaultError('shape')
    const subkeys = j.subkeys.map((k: { number: number; seed: string }) => ({ number: k.number, seed: unb64(k.seed, 32) }))
    return {
      account,
      version: f.version,
      wraps: f.wraps,
      key,
      secrets: { identity: unb64(j.identity, 32), stateKey: unb64(j.state_key, 32), subkeys },
    }
  } catch (e) {
    if (e instanceof WireError || e instanceof SyntaxError) throw new VaultError('shape')
    throw e
  }
}

/** Opens the blob of `account` with one method. `sealed` when the method does not fit or a byte was changed. */
export const openBlob = (bytes: Uint8Array, account: Bytes, method: { locator: Bytes; wrap: Bytes }): Promise<Blob> =>
  open(bytes, account, (wraps) => {
    const mine = wraps.find((w) => equal(w.locator, method.locator))
    if (!mine) throw new VaultError('sealed')
    return aeadOpen(method.wrap, mine.nonce, wrapAad(account, method.locator), mine.wrapped)
  })

/** Opens a later version of a blob whose key is already known: another window wrote it meanwhile. */
export const openBlobAgain = (bytes: Uint8Array, known: Blob): Promise<Blob> => open(bytes, known.account, async () => known.key)
