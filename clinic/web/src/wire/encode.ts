// The canonical binary of docs/protocol.md section 1: `lp` fields, fixed-width numbers and headers.
import { type Bytes, concat, utf8 } from './bytes'
import { WireError } from './errors'

export const VERSION = 1

/** Length as u32 big-endian, then the bytes. A text is taken as UTF-8. */
export function lp(x: Uint8Array | string): Bytes {
  const bytes = typeof x === 'string' ? utf8(x) : x
  const out = new Uint8Array(4 + bytes.length)
  new DataView(out.buffer).setUint32(0, bytes.length)
  out.set(bytes, 4)
  return out
}

export function u16(n: number): Bytes {
  const out = new Uint8Array(2)
  new DataView(out.buffer).setUint16(0, n)
  return out
}

export function u64(n: number): Bytes {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(n))
  return out
}

export function i64(n: number): Bytes {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigInt64(0, BigInt(n))
  return out
}

const view = (b: Uint8Array) => new DataView(b.buffer, b.byteOffset, b.byteLength)

function fixed(b: Uint8Array, width: number): DataView {
  if (b.length !== width) throw new WireError('width')
  return view(b)
}

/** Numbers above 2^53 are refused: no sequence, epoch or instant of ours gets there, and a rounded one would compare wrongly. */
function safe(n: bigint): number {
  const out = Number(n)
  if (!Number.isSafeInteger(out)) throw new WireError('width')
  return out
}

export const readU16 = (b: Uint8Array): number => fixed(b, 2).getUint16(0)
export const readU64 = (b: Uint8Array): number => safe(fixed(b, 8).getBigUint64(0))
export const readI64 = (b: Uint8Array): number => safe(fixed(b, 8).getBigInt64(0))

/** Reads bytes from the front and refuses to read past the end. */
export class Reader {
  private at = 0
  constructor(private readonly bytes: Uint8Array) {}

  take(n: number): Bytes {
    if (this.at + n > this.bytes.length) throw new WireError('short')
    const out = this.bytes.slice(this.at, this.at + n) as Bytes
    this.at += n
    return out
  }

  /** One `lp` field; `size` refuses any other length. */
  lp(size?: number): Bytes {
    const n = view(this.take(4)).getUint32(0)
    if (size !== undefined && n !== size) throw new WireError('width')
    return this.take(n)
  }

  get position(): number {
    return this.at
  }

  end(): void {
    if (this.at !== this.bytes.length) throw new WireError('trailing')
  }
}

/** Version byte and `lp` fields in the order given. */
export const header = (...fields: readonly (Uint8Array | string)[]): Bytes => concat(Uint8Array.of(VERSION), ...fields.map(lp))

/** Reads a header of exactly these widths (`undefined`: any) and nothing after it. */
export function readHeader(bytes: Uint8Array, widths: readonly (number | undefined)[]): Bytes[] {
  const r = new Reader(bytes)
  if (r.take(1)[0] !== VERSION) throw new WireError('version')
  const fields = widths.map((w) => r.lp(w))
  r.end()
  return fields
}
