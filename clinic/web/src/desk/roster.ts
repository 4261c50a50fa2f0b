// The roster as the page sees it: the client's yes at pairing, and later the place where leaving shows.
import { RelayError } from '../relay/problem'
import { newClient } from '../vault/state'
import { type Bytes, b64, equal, unb64 } from '../wire/bytes'
import { WireError } from '../wire/errors'
import { wordsTranscript } from '../wire/introduction'
import { wordBytes } from '../wire/invite'
import { readKeySet } from '../wire/keyset'
import { type Reader, type Roster, readRoster } from '../wire/roster'
import { fourWords } from '../wire/words'
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

async function mine(s: Session, roster: Roster): Promise<Reader | undefined> {
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
    d.roster = { epoch: roster.epoch, hash: c.roster.hash, who: whoReads(roster) }
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
  const me = await mine(s, roster)
  const [at, day, nonce] = [s.now, s.today, s.ports.random(32)]
  await s.commit((draft) => {
    const d = draft.clients[mailbox]
    if (!d || d.roster.epoch >= roster.epoch) return
    // Introduced anew: new words.
    if (me?.commit && d.check?.commit !== b64(me.commit)) d.check = { commit: b64(me.commit), mine: b64(nonce) }
    const who = whoReads(roster)
    d.roster = { ...d.roster, epoch: roster.epoch, who, ...((d.roster.who ?? who) !== who && { day }) }
    d.paired = { ...d.paired, state: me ? 'paired' : 'left', at }
    if (d.check && me?.nonce) d.check.told = b64(me.nonce)
  })
  return me !== undefined
}

const whoReads = (roster: Roster): string => roster.readers.map((r) => b64(r.account)).join(' ')

/**
 * A mailbox this page does not know wrote to it: a colleague introduced us and the client said yes, if the client's own roster says so. Whether
 * that client is who they should be is for the words; until then they are shown as not checked yet, and nothing but our part of the words is sent.
 */
export async function meet(s: Session, id: Bytes): Promise<void> {
  try {
    const k = await readKeySet(await s.withToken((t) => s.relay.getKeySet(t, id)))
    const bytes = await s.withToken((t) => s.relay.getRoster(t, id))
    if (!bytes || k.role !== 'client') return
    const roster = await readRoster(bytes, id, k.identity)
    const me = await mine(s, roster)
    if (!me?.commit || !equal(k.account, id)) return
    const [commit, keyset, at, day, nonce] = [b64(me.commit), b64(me.keyset), s.now, s.today, s.ports.random(32)]
    await s.commit((draft) => {
      draft.clients[b64(id)] ??= newClient(k, {
        name: { value: '', at: 0 },
        meeting: { value: null, at: 0 },
        paired: { state: 'paired', at, day },
        roster: { epoch: roster.epoch, hash: keyset, who: whoReads(roster) },
        check: { commit, mine: b64(nonce) },
      })
    })
  } catch (e) {
    if (!(e instanceof WireError) && !(e instanceof RelayError && !e.passing)) throw e
  }
}

/** The words to compare with somebody to whom we were introduced, once both parts are known. */
export async function checkWords(s: Session, mailbox: string): Promise<string[] | undefined> {
  const { check, identity } = s.client(mailbox)
  if (!check?.told) return undefined
  const script = wordsTranscript(unb64(mailbox), unb64(identity), s.account, await s.identity())
  return fourWords(await wordBytes(unb64(check.told), script, unb64(check.mine)))
}

/** What the comparison gave. Other words, and this page is done with them; the client ends it on the phone. */
export function checked(s: Session, mailbox: string, same: boolean): Promise<void> {
  const at = s.now
  return s.commit((draft) => {
    const d = draft.clients[mailbox]
    if (!d?.check) return
    if (same) d.check.same = true
    else d.paired = { ...d.paired, state: 'left', at }
  })
}
