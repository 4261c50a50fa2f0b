// A body that does not fit one message travels in runs of its JSON bytes, each deflated alone; here they are cut and joined.
import { type Bytes, concat } from '../wire/bytes'
import { deflate, INFLATE_LIMIT } from './deflate'
import { Refusal } from './refusal'

/** A packet of more parts than this is refused before it is joined: 16 runs of up to 256 KiB are far beyond any review. */
export const MAX_PARTS = 16

/** Cuts `body` into as few even runs as fit `room` deflated bytes each. Used by tests and vectors; the page itself sends single parts. */
export async function splitBody(body: Bytes, room: number): Promise<Bytes[]> {
  for (let of = 1; of <= MAX_PARTS; of++) {
    const size = Math.ceil(body.length / of)
    if (size > INFLATE_LIMIT) continue
    const runs = await Promise.all(Array.from({ length: of }, (_, i) => deflate(body.slice(i * size, (i + 1) * size))))
    if (runs.every((r) => r.length <= room)) return runs
  }
  throw new Refusal('size')
}

/** Joins the runs of parts 1..of; `undefined` while one is missing. */
export function joinParts(parts: ReadonlyMap<number, Bytes>, of: number): Bytes | undefined {
  const runs: Bytes[] = []
  for (let n = 1; n <= of; n++) {
    const run = parts.get(n)
    if (!run) return undefined
    runs.push(run)
  }
  return concat(...runs)
}
