// Outer and inner header of a sealed message. docs/protocol.md section 5.
import { type Bytes, concat } from './bytes'
import { header, i64, readHeader, readI64, readU16, readU64, u16, u64 } from './encode'
import { WireError } from './errors'

export const PURPOSE = { review: 1, proposal: 2, receipt: 3 } as const
export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE]

export interface Outer {
  readonly purpose: Purpose
  readonly mailbox: Bytes
  readonly sender: Bytes
  readonly device: Bytes
  /** SHA-256 of the recipient's X-Wing public key. */
  readonly recipient: Bytes
  readonly sequence: number
}

export interface Inner {
  readonly outer: Bytes
  readonly previous: Bytes
  readonly epoch: number
  readonly packet: Bytes
  readonly part: number
  readonly of: number
  readonly from: number
  readonly until: number
  /** SHA-256 of each reader's key, in the order of the roster. */
  readonly readers: readonly Bytes[]
}

export const encodeOuter = (o: Outer): Bytes => header(Uint8Array.of(o.purpose), o.mailbox, o.sender, o.device, o.recipient, u64(o.sequence))

export function decodeOuter(bytes: Uint8Array): Outer {
  const [purpose, mailbox, sender, device, recipient, sequence] = readHeader(bytes, [1, 16, 32, 16, 32, 8]) as [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes]
  const p = purpose[0] as number
  if (p !== 1 && p !== 2 && p !== 3) throw new WireError('width')
  return { purpose: p, mailbox, sender, device, recipient, sequence: readU64(sequence) }
}

export const encodeInner = (i: Inner): Bytes =>
  header(i.outer, i.previous, u64(i.epoch), i.packet, u16(i.part), u16(i.of), i64(i.from), i64(i.until), concat(...i.readers))

export function decodeInner(bytes: Uint8Array): Inner {
  const f = readHeader(bytes, [undefined, 32, 8, 16, 2, 2, 8, 8, undefined]) as [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes]
  const [part, of, readers] = [readU16(f[4]), readU16(f[5]), f[8]]
  if (part < 1 || part > of) throw new WireError('width')
  if (readers.length === 0 || readers.length % 32 !== 0 || readers.length > 5 * 32) throw new WireError('readers')
  return {
    outer: f[0],
    previous: f[1],
    epoch: readU64(f[2]),
    packet: f[3],
    part,
    of,
    from: readI64(f[6]),
    until: readI64(f[7]),
    readers: Array.from({ length: readers.length / 32 }, (_, n) => readers.slice(32 * n, 32 * n + 32)),
  }
}
