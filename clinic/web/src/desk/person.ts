// One person's packets: opened again from the relay's sealed bytes when their page is, with a receipt the first time.
import { RelayError } from '../relay/problem'
import type { ClientState, HeldMessage } from '../vault/state'
import { b64 } from '../wire/bytes'
import { sha256 } from '../wire/hash'
import { gather, missing } from './intake'
import { deliver, send } from './outgoing'
import { type Packet, readPacket } from './packet'
import { receiptBody } from './proposal'
import { checkWords, stillReading } from './roster'
import { DeskError, type OpenPacket, type Session } from './session'

/** A packet that can be reached, newest first. */
export interface PacketLine {
  readonly packet: string
  readonly seq: number
  readonly fromMs: number
  readonly untilMs: number
  /** The day the relay had it. */
  readonly day: string
  readonly whole: boolean
  readonly newer: boolean
}

export interface Person {
  readonly client: string
  readonly packet: Packet
  readonly packets: readonly PacketLine[]
  readonly missing: readonly number[]
  readonly refused: readonly { seq: number; code: string }[]
  /** Receipts sent by this opening: one, or none when it was opened before. */
  readonly receipts: number
  /** Introduced: the four words to compare. */
  readonly words: readonly string[] | undefined
}

export function packetLines(held: readonly HeldMessage[]): PacketLine[] {
  const groups = new Map<string, HeldMessage[]>()
  for (const m of held) if (!m.aside) groups.set(m.packet, [...(groups.get(m.packet) ?? []), m])
  return [...groups.values()]
    .map((parts) => {
      const last = parts.at(-1) as HeldMessage
      return { packet: last.packet, seq: last.seq, fromMs: last.from, untilMs: last.until, day: last.day, whole: parts.length >= last.of, newer: parts.some((p) => p.newer) }
    })
    .sort((a, b) => b.untilMs - a.untilMs || b.seq - a.seq)
}

/** The packet, from this session or opened anew. */
export async function loadPacket(s: Session, mailbox: string, packet: string): Promise<OpenPacket> {
  const known = s.packets.get(packet)
  if (known) return known
  const c = s.client(mailbox)
  const parts = c.inbox.filter((m) => m.packet === packet)
  if (parts.length === 0) throw new DeskError('unknown_packet')
  let body
  try {
    body = await gather(s, c, parts, parts[0]?.of ?? 1)
  } catch (e) {
    if (e instanceof RelayError && e.code === 'not_found') throw new DeskError('unknown_packet')
    throw e
  }
  if (!body) throw new DeskError('missing_parts')
  const read = readPacket(body)
  if (read.kind !== 'review') throw new DeskError('newer')
  const opened = { packet: read.packet, contentHash: await sha256(body) }
  s.packets.set(packet, opened)
  return opened
}

/** Opens a person's page at `packet`, by default the latest; tells the client by a receipt, once per packet. */
export async function openPerson(s: Session, mailbox: string, packet?: string): Promise<Person> {
  const c = s.client(mailbox)
  const id = packet ?? c.latest?.packet
  if (!id) throw new DeskError('unknown_packet')
  const reads = await stillReading(s, mailbox).catch(() => c.paired.state === 'paired')
  // The relay has deleted what was theirs; what they read in this sitting they have read.
  if (s.client(mailbox).paired.state === 'left' && !s.packets.has(id)) throw new DeskError('left')
  const { packet: content, contentHash } = await loadPacket(s, mailbox, id)
  const at = s.now
  const markOpened = (d: ClientState) => {
    if (id !== d.latest?.packet) return
    d.opened = { at, packet: id }
    for (const p of d.proposals) if (p.answer) p.answer.seen = true
  }
  let receipts = 0
  if (reads && !c.receipts.includes(id)) {
    try {
      await send(s, mailbox, 'receipt', receiptBody(id, b64(contentHash), s.today, content.head), (d) => {
        if (!d.receipts.includes(id)) d.receipts = [...d.receipts, id].slice(-60)
        markOpened(d)
      })
      receipts = 1
    } catch (e) {
      // Reading never waits for the receipt; it goes out at the next opening.
      if (!(e instanceof RelayError) && !(e instanceof DeskError)) throw e
      s.notices.add('waiting_to_send')
    }
  } else {
    await deliver(s, mailbox)
    if (id === c.latest?.packet && (c.opened.packet !== id || c.proposals.some((p) => p.answer && !p.answer.seen))) {
      await s.commit((draft) => {
        const d = draft.clients[mailbox]
        if (d) markOpened(d)
      })
    }
  }
  const now = s.client(mailbox)
  return { client: mailbox, packet: content, packets: packetLines(now.inbox), missing: missing(now), refused: now.refused.map(({ seq, code }) => ({ seq, code })), receipts, words: await checkWords(s, mailbox) }
}
