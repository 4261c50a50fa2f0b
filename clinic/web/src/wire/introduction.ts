// Introductions: a colleague named to a client, signed by one of the client's readers; the card a colleague hands over; and what the words
// of somebody who was not at the table are made of. docs/protocol.md section 4.
import { type Bytes, b64, fromUtf8, unb64 } from './bytes'
import { header, readHeader } from './encode'
import { WireError } from './errors'
import { checkName } from './invite'
import { highest, type KeySet } from './keyset'
import { makeSigned } from './signed'

export const INTRODUCTION_LABEL = 'handrail/v1/introduction'
export const CARD_PREFIX = 'HANDRAIL-READER1.'

/** `k` is the colleague's key set, as it was read and checked. */
export const makeIntroduction = (seed: Uint8Array, mailbox: Uint8Array, k: KeySet, name: string): Promise<Bytes> =>
  makeSigned(seed, INTRODUCTION_LABEL, { v: 1, mailbox: b64(mailbox), account: b64(k.account), identity: b64(k.identity), keyset: b64(k.hash), highest: highest(k), name })

export const wordsTranscript = (mailbox: Uint8Array, client: Uint8Array, account: Uint8Array, reader: Uint8Array): Bytes =>
  header('handrail/v1/introduced', mailbox, client, account, reader)

export interface Card {
  readonly account: Bytes
  readonly identity: Bytes
  readonly name: string
}

/** What a colleague pastes to introduce somebody: no secret, and nothing the relay does not know but the name. */
export const writeCard = (c: Card): string => CARD_PREFIX + b64(header(c.account, c.identity, c.name))

export function readCard(text: string): Card {
  const tidy = text.trim()
  if (!tidy.startsWith(CARD_PREFIX)) throw new WireError('qr')
  const [account, identity, bytes] = readHeader(unb64(tidy.slice(CARD_PREFIX.length)), [16, 32, undefined]) as [Bytes, Bytes, Bytes]
  const name = fromUtf8(bytes)
  checkName(name)
  return { account, identity, name }
}
