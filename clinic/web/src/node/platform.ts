// What Node 18 lacks and the browser has: a global WebCrypto, and raw deflate as a stream.
import { webcrypto } from 'node:crypto'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { InflateError, streamsHaveRaw, useRawDeflate } from '../seal/deflate'
import type { Bytes } from '../wire/bytes'

export function prepareNode(): void {
  if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto })
  if (streamsHaveRaw()) return
  useRawDeflate({
    deflate: (bytes) => new Promise((done, fail) => deflateRaw(bytes, (e, out) => (e ? fail(e) : done(new Uint8Array(out))))),
    // zlib checks the limit while inflating and stops at the first byte too many.
    inflate: (bytes, limit) =>
      new Promise<Bytes>((done, fail) => inflateRaw(bytes, { maxOutputLength: limit }, (e, out) => (e ? fail(new InflateError('damaged')) : done(new Uint8Array(out))))),
  })
}
