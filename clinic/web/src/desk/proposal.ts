// Proposals and receipts as docs/schema/{proposal,receipt}-1.schema.json describe them: plain text, limits per field.
import { day, matching, maybe, object, oneOf, ShapeError, string } from './shape'

export const LIMITS = { title: 280, why: 2000, what_exactly: 2000, where: 280, with_whom: 280, smaller_version: 2000, text: 280 } as const

const id = matching(/^[A-Za-z0-9_-]{22}$/)
const oftenness = oneOf('once', 'daily', 'weekly')

const details = {
  title: string(LIMITS.title, 1), why: maybe(string(LIMITS.why)), what_exactly: maybe(string(LIMITS.what_exactly)), where: maybe(string(LIMITS.where)),
  with_whom: maybe(string(LIMITS.with_whom)), smaller_version: maybe(string(LIMITS.smaller_version)), how_often: maybe(oftenness), by_about: maybe(day),
}
const shapes = {
  homework: object({ kind: oneOf('homework'), ...details }),
  step: object({ kind: oneOf('step'), ...details, short_term_goal: id }),
  seen: object({ kind: oneOf('seen'), packet: id, text: string(LIMITS.text, 1) }),
  withdraw: object({ kind: oneOf('withdraw'), packet: id }),
}

export type Proposal =
  | ReturnType<(typeof shapes)['homework']>
  | ReturnType<(typeof shapes)['step']>
  | ReturnType<(typeof shapes)['seen']>
  | ReturnType<(typeof shapes)['withdraw']>

/** What was typed, without blank fields and outer spaces; throws `ShapeError` naming the field that is missing or too long. */
export function readProposal(x: unknown): Proposal {
  if (typeof x !== 'object' || x === null) throw new ShapeError('/')
  const tidy: Record<string, unknown> = Object.fromEntries(
    Object.entries(x)
      .map(([k, v]) => [k, typeof v === 'string' ? v.trim() : v] as const)
      .filter(([k, v]) => (v !== '' && v !== undefined && v !== null) || k === 'title' || k === 'text'),
  )
  const kind = tidy.kind
  if (kind !== 'homework' && kind !== 'step' && kind !== 'seen' && kind !== 'withdraw') throw new ShapeError('/kind')
  return shapes[kind](tidy, '')
}

export const proposalBody = (p: Proposal, madeDay: string, fromName: string): Record<string, unknown> => ({
  type: 'proposal', version: 1, made_day: madeDay, from_name: fromName, ...p,
})

/** Our part of the words that somebody compares with us who did not pair with us. */
export const wordsBody = (nonce: string): Record<string, unknown> => ({ type: 'receipt', version: 1, kind: 'words', nonce })

export const receiptBody = (packet: string, contentHash: string, today: string, head: string | undefined): Record<string, unknown> => ({
  type: 'receipt', version: 1, kind: 'opened', packet, content_hash: contentHash, day: today, ...(head === undefined ? {} : { head }),
})
