// Monthly subkeys: this month's and the next are always published; an old secret is destroyed once no packet sealed to it can still be kept.
import { RelayError } from '../relay/problem'
import { xwingPublic } from '../seal/hpke'
import { type Blob, openBlobAgain, sealBlob } from '../vault/blob'
import { equal } from '../wire/bytes'
import { addDays, dayOf, monthNumber, monthStart } from '../wire/days'
import { highest, type KeySet, makeKeySet, monthsFor, readKeySet, STALE_DAYS } from '../wire/keyset'
import type { Session } from './session'

/** The relay's default; a reader who chose longer keeps secrets longer, never shorter than packets. */
export const RETENTION_DAYS = 90

/** The subkeys to hold at `nowMs`: what is there, less what is past its use, and the two months that must exist. */
export function plannedNumbers(held: readonly number[], nowMs: number, retentionDays: number = RETENTION_DAYS): number[] {
  const today = dayOf(nowMs)
  const needed = monthsFor(nowMs)
  const kept = held.filter((n) => addDays(monthStart(n + 1), STALE_DAYS + retentionDays) >= today)
  return [...new Set([...kept, ...needed])].sort((a, b) => a - b)
}

async function ownKeySet(s: Session): Promise<KeySet> {
  const needed = monthsFor(s.now)
  const chosen = s.blob.secrets.subkeys.filter((k) => needed.includes(k.number))
  return makeKeySet(s.blob.secrets.identity, {
    role: 'practitioner',
    account: s.account,
    identity: await s.identity(),
    device: s.account,
    subkeys: await Promise.all(chosen.map(async (k) => ({ number: k.number, from: monthStart(k.number), until: monthStart(k.number + 1), key: await xwingPublic(k.seed) }))),
  })
}

/** Does nothing within the month it last ran in; called before anything that hands out or needs keys, since a page may stay open for weeks. */
export async function freshSubkeys(s: Session): Promise<KeySet> {
  if (!s.keyset || s.keysetMonth !== monthNumber(s.now)) await refreshSubkeys(s)
  return s.keyset ?? ownKeySet(s)
}

/** Brings the blob and the published key set up to `now`. The blob first: a key published but not kept would lose packets. */
export async function refreshSubkeys(s: Session): Promise<void> {
  if (s.notices.has('older_blob')) return
  for (let n = 0; n < 3; n++) {
    const held = s.blob.secrets.subkeys
    const numbers = plannedNumbers(held.map((k) => k.number), s.now)
    if (numbers.length === held.length && numbers.every((x, i) => x === held[i]?.number)) break
    const blob: Blob = {
      ...s.blob,
      version: s.blob.version + 1,
      secrets: { ...s.blob.secrets, subkeys: numbers.map((number) => held.find((k) => k.number === number) ?? { number, seed: s.ports.random(32) }) },
    }
    const bytes = await sealBlob(s.ports.random, blob)
    try {
      s.blobEtag = await s.withToken((t) => s.relay.putObject(t, s.account, 'blob', bytes, s.blobEtag))
      s.blob = blob
      await s.loadSeeds()
      await s.commit((draft) => {
        draft.blob_version = Math.max(draft.blob_version, blob.version)
      })
    } catch (e) {
      if (!(e instanceof RelayError) || e.code !== 'precondition_failed') throw e
      const newer = await s.withToken((t) => s.relay.getObject(t, s.account, 'blob'))
      if (!newer) throw e
      s.blob = await openBlobAgain(newer.bytes, s.blob)
      s.blobEtag = newer.etag
      await s.loadSeeds()
    }
  }
  const wanted = await ownKeySet(s)
  const served = await publishedKeySet(s)
  // A later month is published than this blob knows (a clock set back, or an older blob served): never step backwards.
  const ahead = served !== null && highest(served) > highest(wanted)
  if (!ahead && !(served && equal(served.bytes, wanted.bytes))) await s.withToken((t) => s.relay.putKeySet(t, s.account, wanted.bytes))
  s.keyset = ahead ? served : wanted
  s.keysetMonth = monthNumber(s.now)
}

/** The own key set as the relay serves it: its bytes are what an invite names. */
export async function publishedKeySet(s: Session): Promise<KeySet | null> {
  try {
    const k = await readKeySet(await s.withToken((t) => s.relay.getKeySet(t, s.account)))
    return equal(k.account, s.account) && equal(k.identity, await s.identity()) ? k : null
  } catch (e) {
    if (e instanceof RelayError && e.code === 'not_found') return null
    throw e
  }
}
