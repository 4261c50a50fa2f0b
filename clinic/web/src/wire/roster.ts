// The roster: who may read, signed by the client alone. docs/protocol.md section 4.
import { type Bytes, b64, equal, unb64 } from './bytes'
import { WireError } from './errors'
import { checkSigned, makeSigned, readSigned } from './signed'

export const ROSTER_LABEL = 'handrail/v1/roster'

export interface Reader {
  readonly account: Bytes
  readonly identity: Bytes
  /** Hash of the reader's key set as it was when the client took it in. */
  readonly keyset: Bytes
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
    readers: r.readers.map((x) => ({ account: b64(x.account), identity: b64(x.identity), keyset: b64(x.keyset) })),
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
  const readers = j.readers.map((x: unknown) => {
    const r = x as Record<string, unknown> | null
    if (typeof r !== 'object' || r === null) throw new WireError('readers')
    return { account: unb64(r.account, 16), identity: unb64(r.identity, 32), keyset: unb64(r.keyset, 32) }
  })
  return { mailbox: mailbox.slice() as Bytes, epoch: j.epoch as number, readers }
}
