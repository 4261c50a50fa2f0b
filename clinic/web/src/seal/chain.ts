// A chain of messages: numbered from 1, each naming the hash of the one before. A gap refuses nothing; a contradiction refuses.
import { type Bytes, equal } from '../wire/bytes'
import { Refusal } from './refusal'

export interface Link {
  readonly sequence: number
  readonly hash: Bytes
  readonly previous: Bytes
}

/** What is remembered of a chain: hash, and the hash it named, of each message held. */
export type Held = (sequence: number) => { readonly hash: Bytes; readonly previous: Bytes } | undefined

export const FIRST_PREVIOUS: Bytes = new Uint8Array(32)

/**
 * Throws `replayed` for a sequence already opened with other bytes, `previous_hash` for a previous hash that contradicts a held message:
 * the one before it, or, where a late one fills a hole, its successor. The same message again is no contradiction.
 */
export function checkChain(held: Held, link: Link): void {
  const same = held(link.sequence)
  if (same) {
    if (!equal(same.hash, link.hash)) throw new Refusal('replayed')
    return
  }
  if (link.sequence < 1) throw new Refusal('previous_hash')
  if (link.sequence === 1 && !equal(link.previous, FIRST_PREVIOUS)) throw new Refusal('previous_hash')
  const before = held(link.sequence - 1)
  if (before && !equal(before.hash, link.previous)) throw new Refusal('previous_hash')
  const after = held(link.sequence + 1)
  if (after && !equal(after.previous, link.hash)) throw new Refusal('previous_hash')
}

/** The sequences missing between 1 (or the first still kept) and the highest held, lowest first. */
export function gaps(sequences: readonly number[], from: number = 1): number[] {
  const have = new Set(sequences)
  const top = Math.max(0, ...sequences)
  const missing: number[] = []
  for (let n = from; n < top; n++) if (!have.has(n)) missing.push(n)
  return missing
}
