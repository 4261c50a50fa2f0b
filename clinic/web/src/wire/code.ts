// The printed recovery code: 128 random bits in Crockford's base32 with two check characters, and what is derived from it.
// docs/protocol.md section 2.
import { type Bytes, concat, utf8 } from './bytes'
import { WireError } from './errors'
import { hkdf, sha256 } from './hash'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Characters of a code without its hyphens. */
export const CODE_LENGTH = 28

async function check(bytes: Uint8Array): Promise<string> {
  const h = await sha256(concat(utf8('handrail/v1/code-check'), bytes))
  const bits = ((h[0] as number) << 2) | ((h[1] as number) >> 6)
  return `${ALPHABET[bits >> 5] as string}${ALPHABET[bits & 31] as string}`
}

/** 16 bytes to seven groups of four. */
export async function writeCode(bytes: Bytes): Promise<string> {
  let text = ''
  let [held, bits] = [0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31] as string
    }
    held &= (1 << bits) - 1
  }
  text += ALPHABET[(held << (5 - bits)) & 31] as string
  return ((text + (await check(bytes))).match(/.{4}/g) as string[]).join('-')
}

/** What a person typed, without spaces and hyphens, with O read as 0 and I, L as 1. */
export const tidyCode = (text: string): string => text.toUpperCase().replace(/[\s\p{Pd}]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1')

/** Reads a code; `code_form` when it cannot be one, `code_check` when a character was mistaken. */
export async function readCode(text: string): Promise<Bytes> {
  const tidy = tidyCode(text)
  if (tidy.length !== CODE_LENGTH || [...tidy].some((c) => !ALPHABET.includes(c))) throw new WireError('code_form')
  const out = new Uint8Array(16)
  let [held, bits, at] = [0, 0, 0]
  for (const c of tidy.slice(0, 26)) {
    held = (held << 5) | ALPHABET.indexOf(c)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      if (at < 16) out[at++] = (held >> bits) & 255
    }
    held &= (1 << bits) - 1
  }
  if (held !== 0 || (await check(out)) !== tidy.slice(26)) throw new WireError('code_check')
  return out
}

export interface CodeKeys {
  /** The id the code logs in with. */
  readonly locator: Bytes
  /** Seed of the Ed25519 method key. */
  readonly method: Bytes
  /** AES-256-GCM key that wraps the blob key. */
  readonly wrap: Bytes
}

/** High entropy needs no slow derivation (SYNC rule: HKDF only). */
export async function codeKeys(code: Uint8Array): Promise<CodeKeys> {
  const [locator, method, wrap] = await Promise.all([
    hkdf(code, 'handrail/v1/code-locator', 16),
    hkdf(code, 'handrail/v1/code-method', 32),
    hkdf(code, 'handrail/v1/code-wrap', 32),
  ])
  return { locator, method, wrap }
}
