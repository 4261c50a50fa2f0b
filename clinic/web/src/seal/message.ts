// One sealed message: sign, then seal; and opening in the one order of docs/protocol.md section 5. Each failure refuses this message alone.
import { type Bytes, concat, equal } from '../wire/bytes'
import { lp, Reader } from '../wire/encode'
import { sign, verify } from '../wire/ed25519'
import { WireError } from '../wire/errors'
import { sha256 } from '../wire/hash'
import { type Inner, type Outer, type Purpose, decodeInner, decodeOuter, encodeInner, encodeOuter } from '../wire/headers'
import { type Held, checkChain } from './chain'
import { InflateError, inflate } from './deflate'
import { ENCAPSULATION, hpkeOpen, hpkeSeal, TAG } from './hpke'
import { Refusal } from './refusal'

export const PLAIN_SIZE = 16_384
export const SEALED_SIZE = ENCAPSULATION + PLAIN_SIZE + TAG
export const MESSAGE_LABEL = 'handrail/v1/message'
const SIGNATURE = 64

/** Room for a deflated body beside the headers, for `readers` readers. */
export function bodyRoom(inner: Inner): number {
  return PLAIN_SIZE - SIGNATURE - lp(encodeInner(inner)).length - 4
}

const info = (outer: Uint8Array): Bytes => concat(lp('handrail/v1/seal'), outer)

export interface SealedMessage {
  readonly wire: Bytes
  /** Hash of the inner message: the next one in the chain names it. */
  readonly hash: Bytes
}

/** Seals an already deflated body to one reader. `ekm` only for vectors. */
export async function sealMessage(seed: Uint8Array, key: Uint8Array, inner: Inner, deflated: Uint8Array, ekm?: Uint8Array): Promise<SealedMessage> {
  const signed = concat(lp(encodeInner(inner)), lp(deflated))
  const signature = await sign(seed, MESSAGE_LABEL, signed)
  const content = concat(signed, signature)
  if (content.length > PLAIN_SIZE) throw new Refusal('size')
  return { wire: await sealPlain(key, inner.outer, concat(content, new Uint8Array(PLAIN_SIZE - content.length)), ekm), hash: await sha256(content) }
}

/** The last step alone, so that tests can seal a plain text that breaks one rule. */
export const sealPlain = async (key: Uint8Array, outer: Uint8Array, plain: Uint8Array, ekm?: Uint8Array): Promise<Bytes> =>
  concat(lp(outer), await hpkeSeal(key, info(outer), outer, plain, ekm))

export interface Asked {
  readonly purpose: Purpose
  readonly mailbox: Bytes
  /** The pinned identity of the sender. */
  readonly sender: Bytes
  readonly device: Bytes
  readonly sequence: number
}

export interface Opened {
  readonly outer: Outer
  readonly inner: Inner
  readonly hash: Bytes
  /** This message's run of the body, inflated. */
  readonly body: Bytes
}

/** Own X-Wing keys: SHA-256 of the public key to the secret seed. */
export type SeedFor = (recipient: Bytes) => Uint8Array | undefined

function asked<T>(code: 'header' | 'inner', read: () => T): T {
  try {
    return read()
  } catch (e) {
    if (e instanceof WireError) throw new Refusal(e.code === 'version' ? 'version' : code)
    throw e
  }
}

export async function openMessage(wire: Uint8Array, expect: Asked, seedFor: SeedFor, held: Held): Promise<Opened> {
  const [outerBytes, sealed] = asked('header', () => {
    const r = new Reader(wire)
    const o = r.lp()
    return [o, wire.subarray(r.position)]
  })
  if (sealed.length !== SEALED_SIZE) throw new Refusal('size')
  const outer = asked('header', () => decodeOuter(outerBytes))
  const seed = seedFor(outer.recipient)
  if (!seed) throw new Refusal('other_reader')

  const plain = await hpkeOpen(seed, info(outerBytes), outerBytes, sealed)
  const { signed, signature, innerBytes, deflated } = asked('inner', () => {
    const r = new Reader(plain)
    const innerBytes = r.lp()
    const deflated = r.lp()
    const signed = plain.subarray(0, r.position)
    const signature = r.take(SIGNATURE)
    if (plain.subarray(r.position).some((b) => b !== 0)) throw new Refusal('padding')
    return { signed, signature, innerBytes, deflated }
  })
  if (!(await verify(expect.sender, MESSAGE_LABEL, signed, signature))) throw new Refusal('signature')

  const inner = asked('inner', () => decodeInner(innerBytes))
  if (!equal(inner.outer, outerBytes) || !equal(encodeOuter(outer), outerBytes)) throw new Refusal('mismatch')
  if (!inner.readers.some((r) => equal(r, outer.recipient))) throw new Refusal('mismatch')
  const matches =
    outer.purpose === expect.purpose &&
    outer.sequence === expect.sequence &&
    equal(outer.mailbox, expect.mailbox) &&
    equal(outer.sender, expect.sender) &&
    equal(outer.device, expect.device)
  if (!matches) throw new Refusal('not_asked_for')

  const hash = await sha256(concat(signed, signature))
  checkChain(held, { sequence: outer.sequence, hash, previous: inner.previous })
  try {
    return { outer, inner, hash, body: await inflate(deflated) }
  } catch (e) {
    if (e instanceof InflateError) throw new Refusal('inflate')
    throw e
  }
}
