import type { Bytes } from './bytes'

/** So many random bytes. Passed in everywhere, so that vectors can be made again byte for byte. */
export type Random = (size: number) => Bytes

/** The platform's own. */
export const systemRandom: Random = (size) => globalThis.crypto.getRandomValues(new Uint8Array(size))

/** An id: 16 random bytes. */
export const newId = (random: Random): Bytes => random(16)
