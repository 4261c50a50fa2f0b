// Key sets: an account's identity and its monthly X-Wing subkeys, signed by that identity. docs/protocol.md section 2.
import { type Bytes, b64, equal, unb64 } from './bytes'
import { addDays, isDay, monthNumber, monthStart } from './days'
import { WireError } from './errors'
import { lowOrderPart } from './lowOrder'
import { checkSigned, makeSigned, readSigned, signedHash } from './signed'

export const KEYSET_LABEL = 'handrail/v1/keyset'
export const PUBLIC_KEY_SIZE = 1216
/** A subkey this many days past its end is no longer sealed to; the message is kept and the page says so. */
export const STALE_DAYS = 60

export type Role = 'practitioner' | 'client'

export interface Subkey {
  readonly number: number
  /** First day it is for. */
  readonly from: string
  /** First day it is no longer for. */
  readonly until: string
  readonly key: Bytes
}

export interface KeySet {
  readonly role: Role
  readonly account: Bytes
  readonly identity: Bytes
  readonly device: Bytes
  readonly subkeys: readonly Subkey[]
  /** SHA-256 of the signed object it was read from. */
  readonly hash: Bytes
  readonly bytes: Bytes
}

export async function makeKeySet(seed: Uint8Array, body: { role: Role; account: Bytes; identity: Bytes; device: Bytes; subkeys: readonly Subkey[] }): Promise<KeySet> {
  const bytes = await makeSigned(seed, KEYSET_LABEL, {
    v: 1,
    role: body.role,
    account: b64(body.account),
    identity: b64(body.identity),
    device: b64(body.device),
    subkeys: body.subkeys.map((s) => ({ number: s.number, from: s.from, until: s.until, key: b64(s.key) })),
  })
  return readKeySet(bytes)
}

function readSubkey(x: unknown): Subkey {
  const s = x as Record<string, unknown> | null
  if (typeof s !== 'object' || s === null || !Number.isSafeInteger(s.number) || !isDay(s.from) || !isDay(s.until)) throw new WireError('subkeys')
  const number = s.number as number
  if (monthStart(number) !== s.from || monthStart(number + 1) !== s.until) throw new WireError('subkeys')
  const key = unb64(s.key, PUBLIC_KEY_SIZE)
  if (lowOrderPart(key)) throw new WireError('low_order')
  return { number, from: s.from, until: s.until, key }
}

/** Reads a key set and checks its signature by the identity it names. Whether that identity is the right one is for `acceptKeySet`. */
export async function readKeySet(bytes: Uint8Array): Promise<KeySet> {
  const object = readSigned(bytes)
  const j = object.json as Record<string, unknown> | null
  if (typeof j !== 'object' || j === null) throw new WireError('json')
  if (j.v !== 1) throw new WireError('version')
  if (j.role !== 'practitioner' && j.role !== 'client') throw new WireError('role')
  const account = unb64(j.account, 16)
  const identity = unb64(j.identity, 32)
  const device = unb64(j.device, 16)
  await checkSigned(object, KEYSET_LABEL, identity)
  if (!Array.isArray(j.subkeys) || j.subkeys.length < 1 || j.subkeys.length > 3) throw new WireError('subkeys')
  const subkeys = j.subkeys.map(readSubkey)
  if (subkeys.some((s, i) => i > 0 && s.number <= (subkeys[i - 1] as Subkey).number)) throw new WireError('subkeys')
  if (j.role === 'practitioner' && !equal(account, device)) throw new WireError('account')
  return { role: j.role, account, identity, device, subkeys, hash: await signedHash(bytes), bytes: bytes.slice() as Bytes }
}

export const highest = (k: KeySet): number => (k.subkeys[k.subkeys.length - 1] as Subkey).number

/** Reads a key set served by the relay and holds it to what was pinned: account, identity, and never a lower highest subkey. */
export async function acceptKeySet(bytes: Uint8Array, pinned: { account: Uint8Array; identity: Uint8Array; highest: number; role: Role }): Promise<KeySet> {
  const k = await readKeySet(bytes)
  if (k.role !== pinned.role) throw new WireError('role')
  if (!equal(k.account, pinned.account) || !equal(k.identity, pinned.identity)) throw new WireError('account')
  if (highest(k) < pinned.highest) throw new WireError('subkeys')
  return k
}

/** The subkey to seal to on `today`: the one whose days hold it, else the highest; `null` when that one is more than 60 days past its end. */
export function subkeyFor(k: KeySet, today: string): Subkey | null {
  const current = k.subkeys.find((s) => s.from <= today && today < s.until)
  if (current) return current
  const last = k.subkeys[k.subkeys.length - 1] as Subkey
  return today > addDays(last.until, STALE_DAYS) ? null : last
}

/** The months a practitioner's key set covers: the one of `now` and the next. */
export const monthsFor = (nowMs: number): [number, number] => [monthNumber(nowMs), monthNumber(nowMs) + 1]
