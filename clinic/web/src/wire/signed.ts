// A signed object: 0x01 | lp(body) | lp(signature). The body is JSON, kept and hashed exactly as it was sent.
import { type Bytes, fromUtf8, utf8 } from './bytes'
import { sign, verify } from './ed25519'
import { header, readHeader } from './encode'
import { WireError } from './errors'
import { sha256 } from './hash'

export interface SignedObject {
  readonly body: Bytes
  readonly signature: Bytes
  /** The body, read as JSON before the signature was checked: used to find the key to check with, trusted only afterwards. */
  readonly json: unknown
}

export async function makeSigned(seed: Uint8Array, label: string, json: unknown): Promise<Bytes> {
  const body = utf8(JSON.stringify(json))
  return header(body, await sign(seed, label, body))
}

export function readSigned(bytes: Uint8Array): SignedObject {
  const [body, signature] = readHeader(bytes, [undefined, 64]) as [Bytes, Bytes]
  let json: unknown
  try {
    json = JSON.parse(fromUtf8(body))
  } catch {
    throw new WireError('json')
  }
  return { body, signature, json }
}

export async function checkSigned(object: SignedObject, label: string, key: Uint8Array): Promise<void> {
  if (!(await verify(key, label, object.body, object.signature))) throw new WireError('signature')
}

/** The hash of a signed object is over all of it, signature included. */
export const signedHash = (bytes: Uint8Array): Promise<Bytes> => sha256(bytes)
