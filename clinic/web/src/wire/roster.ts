// The roster: who may read, signed by the client alone. docs/protocol.md section 4.
import { type Bytes, b64, equal, unb64 } from './bytes'
import { WireError } from './errors'
import { sha256 } from './hash'
import { checkSigned, makeSigned, readSigned } from './signed'

export const ROSTER_LABEL = 'handrail/v1/roster'

export interface Reader {
  readonly account: Bytes
  readonly identity: Bytes
  /** Hash of the reader's key set as it was when the client took it in. */
  readonly keyset: Bytes
  /** An introduced reader: SHA-256 of the phone's nonce for the words, and that nonce once it is told. */
  readonly commit?: Bytes
  readonly nonce?: Bytes
}

export interface Roster {
  readonly mailbox: Bytes
  readonly epoch: number
  readonly readers: readonly Reader[]
}

export const makeRoster = (seed: Uint8Array, r: Roster): Promise<Bytes> =>
  makeSigned(seed, ROSTER_LABEL, {
    v: 1,
    mailbox: b64(r.mailbox),
    epoch: r.epoch,
    readers: r.readers.map((x) => ({
      account: b64(x.account), identity: b64(x.identity), keyset: b64(x.keyset), ...(x.commit && { commit: b64(x.commit) }), ...(x.nonce && { nonce: b64(x.nonce) }),
    })),
  })

/** Reads a roster signed by `identity` for `mailbox`. */
export async function readRoster(bytes: Uint8Array, mailbox: Uint8Array, identity: Uint8Array): Promise<Roster> {
  const object = readSigned(bytes)
  await checkSigned(object, ROSTER_LABEL, identity)
  const j = object.json as Record<string, unknown> | null
  if (typeof j !== 'object' || j === null) throw new WireError('json')
  if (j.v !== 1) throw new WireError('version')
  if (!equal(unb64(j.mailbox, 16), mailbox)) throw new WireError('account')
  if (!Number.isSafeInteger(j.epoch) || (j.epoch as number) < 1) throw new WireError('readers')
  if (!Array.isArray(j.readers) || j.readers.length > 5) throw new WireError('readers')
  const readers = await Promise.all(j.readers.map(async (x: unknown) => {
    const r = x as Record<string, unknown> | null
    if (typeof r !== 'object' || r === null) throw new WireError('readers')
    const commit = r.commit === undefined ? r.commit : unb64(r.commit, 32)
    const nonce = r.nonce === undefined ? r.nonce : unb64(r.nonce, 32)
    if (nonce && !(commit && equal(await sha256(nonce), commit))) throw new WireError('readers')
    return { account: unb64(r.account, 16), identity: unb64(r.identity, 32), keyset: unb64(r.keyset, 32), ...(commit && { commit }), ...(nonce && { nonce }) }
  }))
  return { mailbox: mailbox.slice() as Bytes, epoch: j.epoch as number, readers }
}
