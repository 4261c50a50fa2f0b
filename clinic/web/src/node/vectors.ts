// Frozen vectors shared with the Rust side (tests/vectors/): messages sealed by the page's code, and those refused, each with its reason.
// Everything is made from one counter, so that the same code writes the same bytes; only the deflated body may differ between zlib builds.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { receiptBody } from '../desk/proposal'
import { checkChain } from '../seal/chain'
import { deflate } from '../seal/deflate'
import { xwingPublic } from '../seal/hpke'
import { bodyRoom, MESSAGE_LABEL, openMessage, PLAIN_SIZE, sealMessage, sealPlain } from '../seal/message'
import { splitBody } from '../seal/parts'
import { Refusal } from '../seal/refusal'
import { type Bytes, b64, concat, unb64, utf8 } from '../wire/bytes'
import { codeKeys, writeCode } from '../wire/code'
import { publicKey, sign } from '../wire/ed25519'
import { lp } from '../wire/encode'
import { sha256 } from '../wire/hash'
import { encodeInner, encodeOuter, type Inner, type Outer, PURPOSE, type Purpose } from '../wire/headers'
import { type Invite, inviteKeys, transcript, wordBytes, writeQr } from '../wire/invite'
import type { Random } from '../wire/random'
import { fourWords } from '../wire/words'

/** Bytes from SHA-256 of a label and a counter. For vectors and tests only. */
export function counted(label: string): Random {
  let n = 0
  return (size) => {
    const out = new Uint8Array(size)
    for (let at = 0; at < size; at += 32) {
      const block = createHash('sha256').update(`${label} ${n++}`).digest()
      out.set(block.subarray(0, Math.min(32, size - at)), at)
    }
    return out
  }
}

export interface VectorMessage {
  name: string
  purpose: number
  mailbox: string
  sender: string
  device: string
  sequence: number
  recipient_seed: string
  previous: string
  epoch: number
  packet: string
  part: number
  of: number
  from: number
  until: number
  readers: string[]
  /** This part's run of the JSON body, before deflating. */
  body: string
  hash: string
  outer: string
  inner: string
  message: string
}

/** A message that must be refused, with the hashes held of its chain before it. */
export interface VectorRefusal {
  name: string
  code: string
  purpose: number
  mailbox: string
  sender: string
  device: string
  sequence: number
  recipient_seed: string
  held: { sequence: number; hash: string; previous: string }[]
  message: string
}

interface Party {
  seed: Bytes
  identity: Bytes
  device: Bytes
}

const NO_LINK: Bytes = new Uint8Array(32)

async function oneMessage(r: Random, name: string, from: Party, to: Bytes, o: { purpose: Purpose; mailbox: Bytes; sequence: number; previous: Bytes; part?: number; of?: number; packet?: Bytes; period?: [number, number]; extraReader?: Bytes }, body: Bytes): Promise<VectorMessage> {
  const key = await xwingPublic(to)
  const recipient = await sha256(key)
  const outer: Outer = { purpose: o.purpose, mailbox: o.mailbox, sender: from.identity, device: from.device, recipient, sequence: o.sequence }
  const outerBytes = encodeOuter(outer)
  const inner: Inner = {
    outer: outerBytes,
    previous: o.previous,
    epoch: 1,
    packet: o.packet ?? r(16),
    part: o.part ?? 1,
    of: o.of ?? 1,
    from: o.period?.[0] ?? 0,
    until: o.period?.[1] ?? 0,
    readers: o.extraReader ? [recipient, o.extraReader] : [recipient],
  }
  const sealed = await sealMessage(from.seed, key, inner, await deflate(body), r(64))
  return {
    name, purpose: o.purpose, mailbox: b64(o.mailbox), sender: b64(from.identity), device: b64(from.device), sequence: o.sequence, recipient_seed: b64(to),
    previous: b64(o.previous), epoch: inner.epoch, packet: b64(inner.packet), part: inner.part, of: inner.of, from: inner.from, until: inner.until,
    readers: inner.readers.map(b64), body: b64(body), hash: b64(sealed.hash), outer: b64(outerBytes), inner: b64(encodeInner(inner)), message: b64(sealed.wire),
  }
}

async function party(r: Random, device: Bytes): Promise<Party> {
  const seed = r(32)
  return { seed, identity: await publicKey(seed), device }
}

/** A proposal, its receipt, and a review in three parts; then one message for each refusal of the opening order. */
export async function sealedByPage(): Promise<{ messages: VectorMessage[]; refusals: VectorRefusal[] }> {
  const r = counted('handrail page vectors 1')
  const mailbox = r(16)
  const practitioner = await party(r, r(16))
  const phone = await party(r, r(16))
  const [clientKey, readerKey, otherKey] = [r(32), r(32), r(32)]

  const proposal = utf8(JSON.stringify({ type: 'proposal', version: 1, kind: 'homework', made_day: '2026-03-03', from_name: 'Sam', title: 'Ten minutes of music before bed', how_often: 'daily' }))
  const first = await oneMessage(r, 'proposal', practitioner, clientKey, { purpose: PURPOSE.proposal, mailbox, sequence: 1, previous: NO_LINK }, proposal)
  const receipt = utf8(JSON.stringify(receiptBody(b64(r(16)), b64(r(32)), '2026-03-10', undefined)))
  const second = await oneMessage(r, 'receipt', practitioner, clientKey, { purpose: PURPOSE.receipt, mailbox, sequence: 2, previous: unb64(first.hash) }, receipt)

  // A body that does not deflate well, so that it needs parts: base64 of counted bytes inside a JSON string.
  const long = utf8(JSON.stringify({ type: 'review', version: 99, note: b64(r(36_000)) }))
  const period: [number, number] = [1_772_323_200_000, 1_772_928_000_000]
  const packet = r(16)
  const colleague = r(32)
  const probe: Inner = { outer: unb64(first.outer), previous: NO_LINK, epoch: 1, packet, part: 1, of: 1, from: 0, until: 0, readers: [NO_LINK, NO_LINK] }
  const runs = await splitBody(long, bodyRoom(probe))
  const size = Math.ceil(long.length / runs.length)
  const parts: VectorMessage[] = []
  for (let i = 0; i < runs.length; i++) {
    const previous = i === 0 ? NO_LINK : unb64((parts[i - 1] as VectorMessage).hash)
    parts.push(await oneMessage(r, `review part ${i + 1}`, phone, readerKey, { purpose: PURPOSE.review, mailbox, sequence: i + 1, previous, part: i + 1, of: runs.length, packet, period, extraReader: colleague }, long.slice(i * size, (i + 1) * size)))
  }

  const refusals: VectorRefusal[] = []
  const refuse = (name: string, code: string, m: VectorMessage, change: Partial<VectorRefusal> = {}) =>
    refusals.push({ name, code, purpose: m.purpose, mailbox: m.mailbox, sender: m.sender, device: m.device, sequence: m.sequence, recipient_seed: m.recipient_seed, held: [], message: m.message, ...change })
  const flipped = (m: VectorMessage, at: number) => {
    const bytes = unb64(m.message)
    const i = at < 0 ? bytes.length + at : at
    bytes[i] = (bytes[i] as number) ^ 1
    return b64(bytes)
  }
  /** Built by hand from a plain text that breaks one rule, sealed as any other. */
  const crafted = async (plain: (outer: Bytes, inner: Inner) => Promise<Bytes>): Promise<VectorMessage> => {
    const key = await xwingPublic(clientKey)
    const recipient = await sha256(key)
    const outer = encodeOuter({ purpose: PURPOSE.proposal, mailbox, sender: practitioner.identity, device: practitioner.device, recipient, sequence: 1 })
    const inner: Inner = { outer, previous: NO_LINK, epoch: 1, packet: r(16), part: 1, of: 1, from: 0, until: 0, readers: [recipient] }
    const content = await plain(outer, inner)
    const padded = content.length === PLAIN_SIZE ? content : concat(content, new Uint8Array(PLAIN_SIZE - content.length))
    return { ...first, message: b64(await sealPlain(key, outer, padded, r(64))) }
  }
  const signed = async (seed: Bytes, inner: Bytes, deflated: Bytes) => {
    const s = concat(lp(inner), lp(deflated))
    return concat(s, await sign(seed, MESSAGE_LABEL, s))
  }
  const body = await deflate(proposal)

  refuse('one byte short', 'size', first, { message: b64(unb64(first.message).slice(0, -1)) })
  refuse('a header of version 2', 'version', first, { message: b64(concat(lp(unb64(first.outer).fill(2, 0, 1)), unb64(first.message).slice(4 + unb64(first.outer).length))) })
  refuse('a bit of the outer header flipped', 'seal', first, { message: flipped(first, 4 + 1 + 5 + 4 + 3) })
  refuse('a bit of the encapsulation flipped', 'seal', first, { message: flipped(first, 400) })
  refuse('a bit of the ciphertext flipped', 'seal', first, { message: flipped(first, -2000) })
  refuse('sealed to another reader', 'other_reader', first, { recipient_seed: b64(otherKey) })
  refuse('a low-order point in the encapsulation', 'low_order', first, { message: b64(concat(lp(unb64(first.outer)), unb64(first.message).slice(4 + unb64(first.outer).length, 4 + unb64(first.outer).length + 1088), new Uint8Array(32), unb64(first.message).slice(-(PLAIN_SIZE + 16)))) })
  refuse('padding that is not zero', 'padding', await crafted(async (_, inner) => {
    const s = await signed(practitioner.seed, encodeInner(inner), body)
    const padded = concat(s, new Uint8Array(PLAIN_SIZE - s.length))
    padded[PLAIN_SIZE - 1] = 1
    return padded
  }))
  refuse('signed by somebody else', 'signature', await crafted((_, inner) => signed(otherKey, encodeInner(inner), body)))
  refuse('another outer header inside', 'mismatch', await crafted((_, inner) => signed(practitioner.seed, encodeInner({ ...inner, outer: unb64(second.outer) }), body)))
  refuse('asked for as another sequence', 'not_asked_for', first, { sequence: 2 })
  refuse('asked for as another purpose', 'not_asked_for', first, { purpose: PURPOSE.review })
  refuse('a sequence opened before with other bytes', 'replayed', first, { held: [{ sequence: 1, hash: second.hash, previous: b64(NO_LINK) }] })
  refuse('another previous hash than the message held before it', 'previous_hash', second, { held: [{ sequence: 1, hash: second.hash, previous: b64(NO_LINK) }] })
  refuse('a late one that its successor does not name', 'previous_hash', first, { held: [{ sequence: 2, hash: second.hash, previous: second.hash }] })
  refuse('a body that inflates without end', 'inflate', await crafted(async (_, inner) => signed(practitioner.seed, encodeInner(inner), await deflate(new Uint8Array(4 * 262_144)))))
  refuse('a body that is not deflated', 'inflate', await crafted((_, inner) => signed(practitioner.seed, encodeInner(inner), proposal)))
  return { messages: [first, second, ...parts], refusals }
}

async function pairingVectors() {
  const r = counted('handrail pairing vectors 1')
  const [seed, nonce] = [r(16), r(32)]
  const [practitioner, client, mailbox] = [r(900), r(1700), r(16)]
  const invite: Invite = { origin: 'https://relay.example:8443', invite: r(16), seed, keysetHash: await sha256(practitioner), nonceHash: await sha256(nonce), certificate: new Uint8Array(0), language: 'en', name: 'Sam Ö' }
  const keys = await inviteKeys(seed)
  const script = transcript(invite, practitioner, client, mailbox)
  return {
    seed: b64(seed), nonce: b64(nonce), auth: b64(keys.auth), mac: b64(keys.mac), qr: writeQr(invite), practitioner: b64(practitioner), client: b64(client),
    mailbox: b64(mailbox), transcript: b64(script), words: fourWords(await wordBytes(keys.mac, script, nonce)),
  }
}

async function codeVectors() {
  const r = counted('handrail code vectors 1')
  const out = []
  for (const bytes of [new Uint8Array(16), new Uint8Array(16).fill(255), r(16), r(16)]) {
    const keys = await codeKeys(bytes)
    out.push({ bytes: b64(bytes), code: await writeCode(bytes), locator: b64(keys.locator), method: b64(keys.method), wrap: b64(keys.wrap) })
  }
  return out
}

export async function makeVectors(dir: string): Promise<Record<string, unknown>> {
  const sealed = await sealedByPage()
  const file = join(dir, 'sealed-by-page.json')
  writeFileSync(file, `${JSON.stringify({ format: 1, pairing: await pairingVectors(), codes: await codeVectors(), ...sealed }, null, 1)}\n`)
  return { file, messages: sealed.messages.length, refusals: sealed.refusals.length }
}

async function tryOpen(v: VectorMessage | VectorRefusal) {
  const seed = unb64(v.recipient_seed, 32)
  const recipient = b64(await sha256(await xwingPublic(seed)))
  const held = new Map('held' in v ? v.held.map((h) => [h.sequence, { hash: unb64(h.hash), previous: unb64(h.previous) }]) : [])
  return openMessage(
    unb64(v.message),
    { purpose: v.purpose as Purpose, mailbox: unb64(v.mailbox), sender: unb64(v.sender), device: unb64(v.device), sequence: v.sequence },
    (key) => (b64(key) === recipient ? seed : undefined),
    (n) => held.get(n),
  )
}

/** Opens every message of a vector file and compares each field; throws on the first that differs. */
export async function openVectors(file: string): Promise<Record<string, unknown>> {
  const v = JSON.parse(readFileSync(file, 'utf8')) as { messages: VectorMessage[]; refusals?: VectorRefusal[] }
  const links = new Map<string, Map<number, { hash: Bytes; previous: Bytes }>>()
  for (const m of v.messages) {
    const o = await tryOpen(m)
    const same =
      b64(o.body) === m.body && b64(o.hash) === m.hash && b64(o.inner.previous) === m.previous && o.inner.epoch === m.epoch && b64(o.inner.packet) === m.packet &&
      o.inner.part === m.part && o.inner.of === m.of && o.inner.from === m.from && o.inner.until === m.until && o.inner.readers.map(b64).join() === m.readers.join() &&
      b64(encodeOuter(o.outer)) === m.outer && b64(encodeInner(o.inner)) === m.inner
    if (!same) throw new Error(`vector ${m.name} differs`)
    const chain = `${m.mailbox} ${m.sender} ${m.device} ${m.recipient_seed}`
    const held = links.get(chain) ?? new Map<number, { hash: Bytes; previous: Bytes }>()
    checkChain((n) => held.get(n), { sequence: m.sequence, hash: o.hash, previous: o.inner.previous })
    links.set(chain, held.set(m.sequence, { hash: o.hash, previous: o.inner.previous }))
  }
  const codes: string[] = []
  for (const x of v.refusals ?? []) {
    const code = await tryOpen(x).then(
      () => 'opened',
      (e: unknown) => (e instanceof Refusal ? e.code : 'other'),
    )
    if (code !== x.code) throw new Error(`vector ${x.name}: ${code} instead of ${x.code}`)
    codes.push(code)
  }
  return { opened: v.messages.length, refused: codes }
}
