// Taking in the inbox: every new message is opened, checked against its chain and remembered by its link; what it says stays in this session only.
import { RelayError } from '../relay/problem'
import type { InboxMessage } from '../relay/relay'
import { FIRST_PREVIOUS, gaps } from '../seal/chain'
import { type Opened, openMessage } from '../seal/message'
import { joinParts, MAX_PARTS } from '../seal/parts'
import { Refusal } from '../seal/refusal'
import type { ClientState, HeldMessage, PageState } from '../vault/state'
import { type Bytes, b64, unb64 } from '../wire/bytes'
import { addDays } from '../wire/days'
import { sha256 } from '../wire/hash'
import { PURPOSE } from '../wire/headers'
import { deliverAll, send } from './outgoing'
import { type Packet, PacketError, readPacket } from './packet'
import { wordsBody } from './proposal'
import { awaitRoster, meet, stillReading } from './roster'
import { DeskError, type Session } from './session'
import { freshSubkeys, RETENTION_DAYS } from './subkeys'

export interface TakenIn {
  readonly opened: number
  readonly refused: number
  /** Addressed by a mailbox this page does not know. */
  readonly unknown: number
  readonly clients: Record<string, { packets: string[]; refused: { seq: number; code: string }[]; missing: number[] }>
}

/** Keep the links of at least so many messages of a chain, however old. */
const KEEP_LINKS = 24

export const heldBy =
  (c: ClientState) =>
  (sequence: number): { hash: Bytes; previous: Bytes } | undefined => {
    const m = c.inbox.find((x) => x.seq === sequence)
    if (!m) return undefined
    const previous = m.previous ?? c.inbox.find((x) => x.seq === sequence - 1)?.hash ?? b64(FIRST_PREVIOUS)
    return { hash: unb64(m.hash, 32), previous: unb64(previous, 32) }
  }

export const open = (s: Session, c: ClientState, sequence: number, bytes: Bytes): Promise<Opened> =>
  openMessage(
    bytes,
    { purpose: PURPOSE.review, mailbox: unb64(c.mailbox, 16), sender: unb64(c.identity, 32), device: unb64(c.device, 16), sequence },
    s.seedFor,
    heldBy(c),
  )

export const missing = (c: ClientState): number[] => gaps([...c.inbox.map((m) => m.seq), ...c.refused.map((r) => r.seq)], c.floor)

export async function takeIn(s: Session): Promise<TakenIn> {
  await freshSubkeys(s)
  await deliverAll(s)
  for (const mailbox of Object.keys(s.state.clients)) await lookAt(s, mailbox)

  const out = { opened: 0, refused: 0, unknown: 0, clients: {} as TakenIn['clients'] }
  for (const o of await askAgain(s)) if (o.kind === 'opened') count(out, o)
  for (;;) {
    const page = await nextPage(s)
    for (const m of page.messages) if (!s.state.clients[b64(m.mailbox)]) await meet(s, m.mailbox)
    // A phone that has not said yes yet: its mail stays in front of the cursor until its roster is there.
    const stop = page.messages.findIndex((m) => s.state.clients[b64(m.mailbox)]?.paired.state === 'awaiting_roster')
    const messages = stop < 0 ? page.messages : page.messages.slice(0, stop)
    const cursor = stop < 0 ? page.next : (messages.at(-1)?.cursor ?? s.state.cursor)
    if (messages.length > 0 || cursor !== s.state.cursor) {
      const outcomes = await s.commit(async (draft) => {
        const seen: Outcome[] = []
        for (const m of messages) seen.push(await takeOne(s, draft, m))
        draft.cursor = cursor
        return seen
      })
      for (const o of outcomes) count(out, o)
    }
    if (!page.more || stop >= 0) break
  }
  for (const [mailbox, c] of Object.entries(s.state.clients)) {
    if (c.check && !c.check.sent && c.paired.state === 'paired') await tellNonce(s, mailbox, c.check.mine)
    const m = missing(c)
    if (m.length > 0) slot(out, mailbox).missing = m
  }
  return out
}

/** The roster: each time where something of it is awaited, else once in a session, so that who left is told without opening anything. */
async function lookAt(s: Session, mailbox: string): Promise<void> {
  const { paired, check } = s.client(mailbox)
  if (paired.state === 'awaiting_roster') await awaitRoster(s, mailbox)
  else if (!s.askedAgain.has(mailbox) || (check && !check.told)) {
    await stillReading(s, mailbox)
    s.askedAgain.add(mailbox)
  }
}

/** Our part of the words. Where their phone cannot be written to now, it goes with the next look. */
async function tellNonce(s: Session, mailbox: string, nonce: string): Promise<void> {
  try {
    await send(s, mailbox, 'receipt', wordsBody(nonce), (d) => {
      if (d.check) d.check.sent = true
    })
  } catch (e) {
    if (!(e instanceof RelayError) && !(e instanceof DeskError)) throw e
  }
}

async function nextPage(s: Session) {
  try {
    return await s.withToken((t) => s.relay.inbox(t, s.state.cursor, 100))
  } catch (e) {
    if (!(e instanceof RelayError) || e.code !== 'epoch_changed') throw e
    // The relay was restored from a backup: start again from its oldest. What is held already is recognised by its hash.
    s.notices.add('relay_restored')
    return s.withToken((t) => s.relay.inbox(t, '', 100))
  }
}

/**
 * What was refused in an earlier round is asked for once more in each session: the relay's own copy may be whole, a hole may be filled, a newer
 * page may know it. One that is refused again says nothing new; one the relay does not give now is asked for the next time.
 */
async function askAgain(s: Session): Promise<Outcome[]> {
  const copies: InboxMessage[] = []
  for (const [mailbox, c] of Object.entries(s.state.clients)) {
    const [id, device] = [unb64(mailbox, 16), unb64(c.device, 16)]
    for (const { seq, day } of c.refused) {
      if (s.askedAgain.has(`${mailbox} ${seq}`)) continue
      try {
        const message = await s.withToken((t) => s.relay.getMessage(t, id, id, device, s.account, seq))
        copies.push({ cursor: '', mailbox: id, sender: id, device, seq, day, message })
        s.askedAgain.add(`${mailbox} ${seq}`)
      } catch (e) {
        if (!(e instanceof RelayError)) throw e
      }
    }
  }
  if (copies.length === 0) return []
  return s.commit(async (draft) => {
    const seen: Outcome[] = []
    for (const m of copies) seen.push(await takeOne(s, draft, m))
    return seen
  })
}

type Outcome = { kind: 'unknown' } | { kind: 'again' } | { kind: 'opened'; mailbox: string; packet?: string } | { kind: 'refused'; mailbox: string; seq: number; code: string }

const slot = (out: TakenIn, mailbox: string) => (out.clients[mailbox] ??= { packets: [], refused: [], missing: [] })

function count(out: { opened: number; refused: number; unknown: number; clients: TakenIn['clients'] }, o: Outcome): void {
  if (o.kind === 'unknown') out.unknown++
  else if (o.kind === 'opened') {
    out.opened++
    if (o.packet) slot(out, o.mailbox).packets.push(o.packet)
  } else if (o.kind === 'refused') {
    out.refused++
    slot(out, o.mailbox).refused.push({ seq: o.seq, code: o.code })
  }
}

async function takeOne(s: Session, draft: PageState, m: InboxMessage): Promise<Outcome> {
  const mailbox = b64(m.mailbox)
  const c = draft.clients[mailbox]
  if (!c) return { kind: 'unknown' }
  try {
    // The path's sender and device are the relay's word; the header inside must be the pinned ones, so only the number is taken from it.
    const opened = await open(s, c, m.seq, m.message)
    if (heldBy(c)(m.seq)) return { kind: 'again' }
    remember(c, m, opened)
    s.runs.set(`${mailbox} ${m.seq}`, opened.body)
    const packet = await complete(s, c, b64(opened.inner.packet), opened.inner.of)
    return { kind: 'opened', mailbox, ...(packet ? { packet } : {}) }
  } catch (e) {
    const code = e instanceof Refusal ? e.code : e instanceof PacketError ? 'json' : undefined
    if (code === undefined) throw e
    if (!c.refused.some((r) => r.seq === m.seq && r.code === code)) c.refused = [...c.refused, { seq: m.seq, code, day: m.day }].slice(-20)
    return { kind: 'refused', mailbox, seq: m.seq, code }
  }
}

function remember(c: ClientState, m: InboxMessage, o: Opened): void {
  const link: HeldMessage = {
    seq: m.seq,
    hash: b64(o.hash),
    packet: b64(o.inner.packet),
    part: o.inner.part,
    of: o.inner.of,
    from: o.inner.from,
    until: o.inner.until,
    day: m.day,
  }
  c.inbox = [...c.inbox, link].sort((a, b) => a.seq - b.seq)
  if (m.seq > 1 && !c.inbox.some((x) => x.seq === m.seq - 1)) link.previous = b64(o.inner.previous)
  // A late one fills the hole: its successor's own note of it is no longer needed (it was checked to be the same).
  const after = c.inbox.find((x) => x.seq === m.seq + 1)
  if (after) delete after.previous
  c.refused = c.refused.filter((r) => r.seq !== m.seq)
  // Links of packets the relay no longer keeps are let go, but never the youngest ones.
  const oldest = addDays(m.day, -(RETENTION_DAYS + 7))
  const keepFrom = c.inbox.length - KEEP_LINKS
  c.inbox = c.inbox.filter((x, i) => i >= keepFrom || x.day >= oldest)
  if (keepFrom > 0) c.floor = Math.max(c.floor, c.inbox[0]?.seq ?? c.floor)
}

/** Once the last part is in: reads the packet and takes over what the caseload shows. Gives its id, or nothing while a part is missing. */
async function complete(s: Session, c: ClientState, packet: string, of: number): Promise<string | undefined> {
  const parts = c.inbox.filter((x) => x.packet === packet && x.of === of)
  if (of > MAX_PARTS || parts.length < of) return undefined
  const body = await gather(s, c, parts, of)
  if (!body) return undefined
  const last = parts.at(-1) as HeldMessage
  const read = readPacket(body)
  if (read.kind === 'share') {
    for (const p of parts) p.aside = true
    if (last.until >= (c.share?.at ?? 0)) c.share = { value: read.share, at: last.until }
    return undefined
  }
  if (read.kind === 'newer') {
    for (const p of parts) p.newer = true
    c.latest = { packet, seq: last.seq, made: last.until, until: last.until, day: last.day }
    return packet
  }
  if (read.packet.packet !== packet) throw new PacketError('/packet')
  s.packets.set(packet, { packet: read.packet, contentHash: await sha256(body) })
  for (const p of parts) s.runs.delete(`${c.mailbox} ${p.seq}`)
  takeOver(c, read.packet, packet, last)
  return packet
}

/** The whole body: runs of this session, the others fetched again by their own address. */
export async function gather(s: Session, c: ClientState, parts: readonly HeldMessage[], of: number): Promise<Bytes | undefined> {
  const runs = new Map<number, Bytes>()
  const [id, device] = [unb64(c.mailbox, 16), unb64(c.device, 16)]
  for (const p of parts) {
    const known = s.runs.get(`${c.mailbox} ${p.seq}`)
    runs.set(p.part, known ?? (await open(s, c, p.seq, await s.withToken((t) => s.relay.getMessage(t, id, id, device, s.account, p.seq)))).body)
  }
  return joinParts(runs, of)
}

function takeOver(c: ClientState, p: Packet, packet: string, m: HeldMessage): void {
  const made = p.made.instant_ms
  // By its number, which the phone signs and counts: its clock may have been years off.
  if (!c.latest || m.seq > c.latest.seq) {
    c.latest = { packet, seq: m.seq, made, until: p.period.until, day: m.day }
  }
  if (p.name && !c.name.value) c.name = { value: p.name, at: 0 }
  if (p.next_meeting && made > c.meeting.at) c.meeting = { value: p.next_meeting, at: made }
  c.echoed = Math.max(c.echoed, p.last_proposal)
  for (const a of p.answers) {
    const ours = c.proposals.find((x) => x.packet === a.proposal)
    if (ours && (!ours.answer || ours.answer.answer !== a.answer)) ours.answer = { answer: a.answer, day: a.day, seen: false }
  }
}
