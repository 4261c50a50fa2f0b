/*
 * The page state: what the page remembers between two visits, one object the relay keeps and cannot read.
 *
 *   state   = 0x01 | lp(header) | lp(nonce, 12) | lp(ciphertext)
 *   header  = 0x01 | lp(account, 16) | lp(state version, u64)
 *   plain   = lp(raw-deflated JSON) | zeros to a multiple of 4,096, so that its size says little
 *   aad     = lp("handrail/v1/state") | lp(header);  key = the `state_key` of the key blob, AES-256-GCM
 *
 * Written with If-Match; after a 412 the newer one is read and both are merged (merge.ts). No content of a review is in it: packets
 * are opened anew from the relay's sealed bytes. It holds names the practitioner typed, meeting days, the chains' links, what was sent,
 * and the sealed bytes of what is numbered but not yet known to be stored, which are sent again exactly as they are.
 */
import { type Bytes, b64, concat, equal, fromUtf8, utf8 } from '../wire/bytes'
import { header, lp, Reader, readHeader, readU64, u64, VERSION } from '../wire/encode'
import { WireError } from '../wire/errors'
import { highest, type KeySet } from '../wire/keyset'
import type { Random } from '../wire/random'
import { deflate, InflateError, inflate } from '../seal/deflate'
import { aeadOpen, aeadSeal, NONCE, VaultError } from './aead'

export const STATE_LIMIT = 262_144
const STEP = 4096
const PLAIN_LIMIT = 4 * 1024 * 1024

/** A message taken in: enough to check the chain and to find the packet again, nothing of what it says. Binary fields are base64url. */
export interface HeldMessage {
  seq: number
  hash: string
  /** The hash it named, kept only while the message before it is not held: else it is that one's hash. */
  previous?: string
  packet: string
  part: number
  of: number
  from: number
  until: number
  /** The day the relay had it. */
  day: string
  /** Authentic, but of a type or version this page does not know: kept, and read after an update. */
  newer?: boolean
  /** No review: what it says is kept in this state. */
  aside?: boolean
}

/** A message that was refused; its bytes stay at the relay. */
export interface RefusedMessage {
  seq: number
  code: string
  day: string
}

/** A message numbered and sealed by this page. `bytes` are kept until the relay has said that it stored them. */
export interface SentMessage {
  seq: number
  bytes: string
}

/** A proposal as the practitioner made it, to show what became of it. */
export interface SentProposal {
  packet: string
  kind: 'homework' | 'step' | 'seen' | 'introduce'
  title: string
  day: string
  withdrawn?: string
  answer?: { answer: 'accepted' | 'changed' | 'declined'; day: string; seen: boolean }
}

export interface Stamped<T> {
  value: T
  /** Milliseconds of the page's clock when it was set: the later one wins a merge. */
  at: number
}

export interface ClientState {
  mailbox: string
  identity: string
  device: string
  /** Highest subkey number seen of this client. */
  highest: number
  name: Stamped<string>
  meeting: Stamped<{ day: string; time?: string } | null>
  paired: { state: 'awaiting_roster' | 'paired' | 'left'; at: number; day: string }
  /** Their half of a recovery code, which waits here for the day they lose their phone. The newest replaces any before. */
  share?: Stamped<string>
  /** The newest roster seen. `who`: accounts in it; `day`: when others were first seen to read than before. */
  roster: { epoch: number; hash: string; who?: string; day?: string }
  /** Introduced by a colleague: the phone's nonce by its hash, ours, whether ours was sent, theirs once told, and what the comparison gave. */
  check?: { commit: string; mine: string; sent?: boolean; told?: string; same?: boolean }
  inbox: HeldMessage[]
  /** Links below this sequence were let go with the packets they belong to; no gap is looked for there. */
  floor: number
  refused: RefusedMessage[]
  out: { seq: number; hash: string; pending: SentMessage[] }
  proposals: SentProposal[]
  /** Latest packet of which something is known, for the caseload. */
  latest: { packet: string; seq: number; made: number; until: number; day: string } | null
  opened: { at: number; packet: string }
  /** Packets a receipt was sent for. */
  receipts: string[]
  /** Highest `last_proposal` a phone echoed: a state that knows of less has been rolled back. */
  echoed: number
}

/** Somebody new. A `check` is for who was introduced. */
export const newClient = (k: KeySet, given: Pick<ClientState, 'name' | 'meeting' | 'paired' | 'roster' | 'check'>): ClientState => ({
  mailbox: b64(k.account),
  identity: b64(k.identity),
  device: b64(k.device),
  highest: highest(k),
  ...given,
  inbox: [],
  floor: 1,
  refused: [],
  out: { seq: 0, hash: b64(new Uint8Array(32)), pending: [] },
  proposals: [],
  latest: null,
  opened: { at: 0, packet: '' },
  receipts: [],
  echoed: 0,
})

/** Introduced, and the words were not compared yet. */
export const unchecked = (c: ClientState): boolean => c.check !== undefined && !c.check.same

export interface PageState {
  v: 1
  display_name: Stamped<string>
  language: string
  blob_version: number
  cursor: string
  clients: Record<string, ClientState>
}

export const emptyState = (displayName: string, at: number): PageState => ({
  v: 1,
  display_name: { value: displayName, at },
  language: 'en',
  blob_version: 1,
  cursor: '',
  clients: {},
})

/** Keeps only the youngest links, receipts and proposals of every client: for a caseload whose state would pass the relay's limit. */
export function slim(state: PageState): void {
  for (const c of Object.values(state.clients)) {
    c.inbox = c.inbox.slice(-12)
    c.floor = Math.max(c.floor, c.inbox[0]?.seq ?? c.floor)
    c.receipts = c.receipts.slice(-12)
    c.proposals = c.proposals.slice(-12)
  }
}

const aad = (head: Uint8Array) => concat(lp('handrail/v1/state'), lp(head))

export async function sealState(random: Random, key: Uint8Array, account: Bytes, version: number, state: PageState): Promise<Bytes> {
  const head = header(account, u64(version))
  const framed = lp(await deflate(utf8(JSON.stringify(state))))
  const plain = concat(framed, new Uint8Array((STEP - (framed.length % STEP)) % STEP))
  const nonce = random(NONCE)
  const out = concat(Uint8Array.of(VERSION), lp(head), lp(nonce), lp(await aeadSeal(key, nonce, aad(head), plain)))
  if (out.length > STATE_LIMIT) throw new VaultError('too_large')
  return out
}

export async function openState(bytes: Uint8Array, key: Uint8Array, account: Bytes): Promise<{ state: PageState; version: number }> {
  try {
    const r = new Reader(bytes)
    if (r.take(1)[0] !== VERSION) throw new VaultError('shape')
    const head = r.lp()
    const nonce = r.lp(NONCE)
    const ciphertext = r.lp()
    r.end()
    const [owner, version] = readHeader(head, [16, 8]) as [Bytes, Bytes]
    if (!equal(owner, account)) throw new VaultError('account')
    const plain = await aeadOpen(key, nonce, aad(head), ciphertext)
    const state = JSON.parse(fromUtf8(await inflate(new Reader(plain).lp(), PLAIN_LIMIT))) as PageState
    if (state.v !== 1) throw new VaultError('shape')
    return { state, version: readU64(version) }
  } catch (e) {
    if (e instanceof WireError || e instanceof InflateError || e instanceof SyntaxError) throw new VaultError('shape')
    throw e
  }
}
