// The roster as the page sees it: the client's yes at pairing, and later the place where leaving shows.
import { type Bytes, b64, equal, unb64 } from '../wire/bytes'
import { WireError } from '../wire/errors'
import { type Roster, readRoster } from '../wire/roster'
import type { Session } from './session'

async function fetchRoster(s: Session, mailbox: string): Promise<Roster | null> {
  const id = unb64(mailbox, 16)
  const bytes = await s.withToken((t) => s.relay.getRoster(t, id))
  if (!bytes) return null
  try {
    return await readRoster(bytes, id, unb64(s.client(mailbox).identity, 32))
  } catch (e) {
    // One that the client did not sign is as good as none: nobody else can make a reader.
    if (e instanceof WireError) return null
    throw e
  }
}

async function mine(s: Session, roster: Roster): Promise<{ keyset: Bytes } | undefined> {
  const identity = await s.identity()
  return roster.readers.find((r) => equal(r.account, s.account) && equal(r.identity, identity))
}

/** True once the client's roster names this practitioner by the key set of the invite: that is the phone's "Same words". */
export async function awaitRoster(s: Session, mailbox: string): Promise<boolean> {
  const c = s.client(mailbox)
  if (c.paired.state === 'paired') return true
  const roster = await fetchRoster(s, mailbox)
  const me = roster && (await mine(s, roster))
  if (!roster || !me || b64(me.keyset) !== c.roster.hash) return false
  const at = s.now
  await s.commit((draft) => {
    const d = draft.clients[mailbox]
    if (!d || d.paired.state === 'paired') return
    d.paired = { ...d.paired, state: 'paired', at }
    d.roster = { epoch: roster.epoch, hash: c.roster.hash }
  })
  return true
}

/**
 * Looks at the roster again. A lower epoch than one seen is ignored (H27). Returns whether this practitioner still reads.
 * Only a roster signed by the client ends the reading: a relay that withholds it cannot.
 */
export async function stillReading(s: Session, mailbox: string): Promise<boolean> {
  const c = s.client(mailbox)
  const roster = await fetchRoster(s, mailbox)
  if (!roster || roster.epoch <= c.roster.epoch) return c.paired.state === 'paired'
  const reads = (await mine(s, roster)) !== undefined
  const at = s.now
  await s.commit((draft) => {
    const d = draft.clients[mailbox]
    if (!d || d.roster.epoch >= roster.epoch) return
    d.roster = { ...d.roster, epoch: roster.epoch }
    d.paired = { ...d.paired, state: reads ? 'paired' : 'left', at }
  })
  return reads
}
