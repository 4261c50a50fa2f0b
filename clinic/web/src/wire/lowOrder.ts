// X25519 public values whose shared secret is the same for everybody. A KEM may let them through (str4d/rage#632,
// RustCrypto/KEMs#364), so both sides refuse them by name: the seven u-coordinates of small order, with the top bit ignored as X25519 does.
import { hex } from './bytes'

const LOW = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

/** True when the X25519 part (the last 32 bytes) of an X-Wing public key or encapsulation is of low order. */
export function lowOrderPart(keyOrEncapsulation: Uint8Array): boolean {
  const part = keyOrEncapsulation.slice(-32)
  part[31] = (part[31] as number) & 0x7f
  return LOW.has(hex(part))
}
