// Login by signed challenge. docs/protocol.md section 3.
import { type Bytes, concat } from './bytes'
import { sign } from './ed25519'
import { lp } from './encode'
import { WireError } from './errors'

export const CHALLENGE_LABEL = 'handrail/v1/challenge'

/** scheme://host[:port], lower case, no slash: what is signed, so that a challenge passed on from another relay proves nothing here. */
export function readOrigin(text: string): string {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new WireError('origin')
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new WireError('origin')
  return url.origin.toLowerCase()
}

/** Signs a challenge for an account (or for a recovery code's locator). */
export const signChallenge = (seed: Uint8Array, origin: string, account: Uint8Array, challenge: Uint8Array): Promise<Bytes> =>
  sign(seed, CHALLENGE_LABEL, concat(lp(origin), lp(account), lp(challenge)))
