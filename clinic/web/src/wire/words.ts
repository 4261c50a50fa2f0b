// Four words of eleven bits each, from the top of six bytes. The list is the English one of BIP-39; other languages are lists to add here.
import { wordlist } from '@scure/bip39/wordlists/english'

export function fourWords(bytes: Uint8Array, list: readonly string[] = wordlist): string[] {
  let bits = 0n
  for (const b of bytes.subarray(0, 6)) bits = (bits << 8n) | BigInt(b)
  return [37n, 26n, 15n, 4n].map((shift) => list[Number((bits >> shift) & 2047n)] as string)
}
