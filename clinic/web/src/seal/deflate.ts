// Raw deflate by the platform's own streams, with a limit that is checked while inflating: a bomb is dropped at the first byte too many.
import { type Bytes, concat } from '../wire/bytes'

/** A body or a part inflates to at most this. */
export const INFLATE_LIMIT = 262_144

export class InflateError extends Error {
  override readonly name = 'InflateError'
}

export interface RawDeflate {
  deflate(bytes: Bytes): Promise<Bytes>
  /** Throws `InflateError` on damaged data and as soon as `limit` is passed. */
  inflate(bytes: Bytes, limit: number): Promise<Bytes>
}

async function pump(bytes: Bytes, stream: GenericTransformStream, limit: number): Promise<Bytes> {
  const writer = (stream.writable as WritableStream<Bytes>).getWriter()
  // Damaged data makes write and close reject as well as read; the reader reports it, so these are only kept from going unheard.
  writer.write(bytes).catch(() => undefined)
  writer.close().catch(() => undefined)
  const reader = (stream.readable as ReadableStream<Bytes>).getReader()
  const parts: Bytes[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return concat(...parts)
    size += value.length
    if (size > limit) {
      await reader.cancel().catch(() => undefined)
      throw new InflateError('too large')
    }
    parts.push(value)
  }
}

const streams: RawDeflate = {
  deflate: (bytes) => pump(bytes, new CompressionStream('deflate-raw'), Infinity),
  async inflate(bytes, limit) {
    try {
      return await pump(bytes, new DecompressionStream('deflate-raw'), limit)
    } catch (e) {
      throw e instanceof InflateError ? e : new InflateError('damaged')
    }
  },
}

let chosen: RawDeflate | undefined
/** Node 18 has no 'deflate-raw' stream; the Node entry puts its own zlib here. Browsers that can run the page have the stream. */
export const useRawDeflate = (d: RawDeflate): void => {
  chosen = d
}
export const streamsHaveRaw = (): boolean => {
  try {
    new DecompressionStream('deflate-raw')
    return true
  } catch {
    return false
  }
}

export const deflate = (bytes: Bytes): Promise<Bytes> => (chosen ?? streams).deflate(bytes)
export const inflate = (bytes: Bytes, limit: number = INFLATE_LIMIT): Promise<Bytes> => (chosen ?? streams).inflate(bytes, limit)
