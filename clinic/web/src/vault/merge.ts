// Two windows may write the page state at the same time. Both are kept: what is settled is united, what changes follows the later stamp.
import type { ClientState, HeldMessage, PageState, SentProposal, Stamped } from './state'

const later = <T>(a: Stamped<T>, b: Stamped<T>): Stamped<T> => (b.at > a.at ? b : a)

function unite<T, K>(a: readonly T[], b: readonly T[], key: (x: T) => K, both: (x: T, y: T) => T = (x) => x): T[] {
  const out = new Map(a.map((x) => [key(x), x]))
  for (const y of b) {
    const x = out.get(key(y))
    out.set(key(y), x === undefined ? y : both(x, y))
  }
  return [...out.values()]
}

const bySeq = <T extends { seq: number }>(items: T[]): T[] => items.sort((x, y) => x.seq - y.seq)

const newest = (a: ClientState['latest'], b: ClientState['latest']): ClientState['latest'] => (!a || (b && b.seq > a.seq) ? b : a)

const proposal = (a: SentProposal, b: SentProposal): SentProposal => {
  const answer = a.answer && b.answer ? { ...a.answer, seen: a.answer.seen || b.answer.seen } : (a.answer ?? b.answer)
  const withdrawn = a.withdrawn ?? b.withdrawn
  return { ...a, ...(answer ? { answer } : {}), ...(withdrawn ? { withdrawn } : {}) }
}

/** The nonce that was written first stands, and what came of it is united; of two introductions, the one of the newer roster. */
function checks(a: ClientState, b: ClientState): Pick<ClientState, 'check'> {
  const [newer, older] = b.roster.epoch > a.roster.epoch ? [b, a] : [a, b]
  const check = a.check && a.check.commit === b.check?.commit ? { ...b.check, ...a.check } : (newer.check ?? older.check)
  return check ? { check } : {}
}

function client(a: ClientState, b: ClientState): ClientState {
  // One mailbox is one identity; a state that says otherwise was not written by this code, and the one read first stands.
  if (a.identity !== b.identity) return a
  const inbox = bySeq(unite<HeldMessage, number>(a.inbox, b.inbox, (m) => m.seq)).map(({ previous, ...m }, i, all) =>
    // Where both together hold the message before, the note of its hash goes.
    previous === undefined || all[i - 1]?.seq === m.seq - 1 ? m : { ...m, previous },
  )
  const floor = Math.max(a.floor, b.floor)
  const [ahead, behind] = b.out.seq > a.out.seq ? [b, a] : [a, b]
  return {
    ...a,
    highest: Math.max(a.highest, b.highest),
    name: later(a.name, b.name),
    meeting: later(a.meeting, b.meeting),
    ...(a.share && b.share ? { share: later(a.share, b.share) } : b.share ? { share: b.share } : {}),
    paired: b.paired.at > a.paired.at ? b.paired : a.paired,
    roster: b.roster.epoch > a.roster.epoch ? b.roster : a.roster,
    ...checks(a, b),
    inbox: inbox.filter((m) => m.seq >= floor),
    floor,
    refused: bySeq(unite(a.refused, b.refused, (r) => `${r.seq} ${r.code}`)).filter((r) => !inbox.some((m) => m.seq === r.seq)),
    out: { seq: ahead.out.seq, hash: ahead.out.hash, pending: bySeq(unite(ahead.out.pending, behind.out.pending, (m) => m.seq)) },
    proposals: unite(a.proposals, b.proposals, (p) => p.packet, proposal),
    latest: newest(a.latest, b.latest),
    opened: b.opened.at > a.opened.at ? b.opened : a.opened,
    receipts: unite(a.receipts, b.receipts, (r) => r),
    echoed: Math.max(a.echoed, b.echoed),
  }
}

const cursorNumber = (cursor: string): number => Number(cursor.split(':')[1] ?? -1)

/** `a` is the one from the relay, `b` this window's. Each had taken in everything up to its own cursor, so both together have up to the higher. */
export function mergeStates(a: PageState, b: PageState): PageState {
  const clients: Record<string, ClientState> = { ...a.clients }
  for (const [mailbox, mine] of Object.entries(b.clients)) {
    const theirs = clients[mailbox]
    clients[mailbox] = theirs ? client(theirs, mine) : mine
  }
  const sameEpoch = a.cursor.split(':')[0] === b.cursor.split(':')[0]
  return {
    v: 1,
    display_name: later(a.display_name, b.display_name),
    language: a.language,
    blob_version: Math.max(a.blob_version, b.blob_version),
    cursor: sameEpoch && cursorNumber(b.cursor) > cursorNumber(a.cursor) ? b.cursor : a.cursor,
    clients,
  }
}
