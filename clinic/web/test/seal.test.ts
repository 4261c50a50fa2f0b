import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AeadId, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core'
import { describe, expect, it } from 'vitest'
import { counted, openVectors, sealedByPage } from '../src/node/vectors'
import { deflate, INFLATE_LIMIT, InflateError, inflate } from '../src/seal/deflate'
import { gaps } from '../src/seal/chain'
import { hpkeOpen, hpkeSeal, xwingPublic } from '../src/seal/hpke'
import { PLAIN_SIZE, SEALED_SIZE } from '../src/seal/message'
import { joinParts, splitBody } from '../src/seal/parts'
import { Refusal } from '../src/seal/refusal'
import { type Bytes, concat, equal, hex, unhex, utf8 } from '../src/wire/bytes'
import { WireError } from '../src/wire/errors'
import { sha256 } from '../src/wire/hash'

const shared = (name: string) => fileURLToPath(new URL(`../../../tests/vectors/${name}`, import.meta.url))
const r = counted('seal tests')

describe('known answers', () => {
  it('X-Wing: the vectors of draft-connolly-cfrg-xwing-kem, appendix C (keys and encapsulations by their SHA-256)', async () => {
    const v = JSON.parse(readFileSync(new URL('./known/x-wing.json', import.meta.url), 'utf8')) as { seed: string; eseed: string; pk_sha256: string; ct_sha256: string; ss: string }[]
    const { XWing } = await import('@hpke/hybridkem-x-wing')
    const kem = new XWing()
    expect(v.length).toBeGreaterThan(0)
    for (const x of v) {
      const pair = await kem.generateKeyPairDerand(unhex(x.seed))
      const pk = new Uint8Array(await kem.serializePublicKey(pair.publicKey))
      expect(hex(await sha256(pk))).toBe(x.pk_sha256)
      expect(equal(await xwingPublic(unhex(x.seed)), pk)).toBe(true)
      const { enc, sharedSecret } = await kem.encap({ recipientPublicKey: pair.publicKey, ekm: unhex(x.eseed).buffer })
      expect(hex(await sha256(new Uint8Array(enc)))).toBe(x.ct_sha256)
      expect(hex(new Uint8Array(sharedSecret))).toBe(x.ss)
      expect(hex(new Uint8Array(await kem.decap({ recipientKey: pair.privateKey, enc })))).toBe(x.ss)
    }
  })
  it('HPKE key schedule and AEAD: RFC 9180 appendix A.1 (DHKEM X25519, HKDF-SHA256, AES-128-GCM), base mode', async () => {
    const { Aes128Gcm } = await import('@hpke/core')
    const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() })
    const rkp = await suite.kem.deriveKeyPair(unhex('6db9df30aa07dd42ee5e8181afdb977e538f5e1fec8a06223f33f7013e525037').buffer)
    const recipient = await suite.createRecipientContext({
      recipientKey: rkp,
      enc: unhex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431').buffer,
      info: unhex('4f6465206f6e2061204772656369616e2055726e').buffer,
    })
    const ct = unhex('f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a')
    const pt = await recipient.open(ct.buffer, unhex('436f756e742d30').buffer)
    expect(hex(new Uint8Array(pt))).toBe('4265617574792069732074727574682c20747275746820626561757479')
  })
  it('the suite is AES-256-GCM and nothing else', () => {
    expect(new Aes256Gcm().id).toBe(AeadId.Aes256Gcm)
  })
})

describe('HPKE', () => {
  it('opens what it sealed, and nothing with another key, info, aad or bit', async () => {
    const seed = r(32)
    const key = await xwingPublic(seed)
    const [info, aad, plain] = [r(40), r(30), r(200)]
    const sealed = await hpkeSeal(key, info, aad, plain)
    expect(equal(await hpkeOpen(seed, info, aad, sealed), plain)).toBe(true)
    const refused = async (work: Promise<unknown>) => expect(await work.catch((e: unknown) => (e instanceof Refusal ? e.code : 'other'))).toBe('seal')
    await refused(hpkeOpen(r(32), info, aad, sealed))
    await refused(hpkeOpen(seed, r(40), aad, sealed))
    await refused(hpkeOpen(seed, info, r(30), sealed))
    for (const at of [5, 1100, 1125, sealed.length - 1]) await refused(hpkeOpen(seed, info, aad, sealed.map((b, i) => (i === at ? b ^ 1 : b))))
  })
  it('two seals of the same text are unlike', async () => {
    const key = await xwingPublic(r(32))
    expect(equal(await hpkeSeal(key, r(1), r(1), r(9)), await hpkeSeal(key, r(1), r(1), r(9)))).toBe(false)
  })
  it('refuses to seal to a low-order key', async () => {
    const key = concat((await xwingPublic(r(32))).slice(0, 1184), new Uint8Array(32))
    expect(await hpkeSeal(key, r(1), r(1), r(1)).catch((e: unknown) => (e instanceof WireError ? e.code : 'other'))).toBe('low_order')
  })
})

describe('sealed messages', () => {
  it('have one size, whatever they are for', async () => {
    const { messages } = await sealedByPage()
    expect(SEALED_SIZE).toBe(17_520)
    expect(new Set(messages.map((m) => Buffer.from(m.message, 'base64url').length))).toEqual(new Set([4 + 130 + 17_520]))
    expect(PLAIN_SIZE).toBe(16_384)
  })
  it('the frozen ones open, and every refusal of the opening order is refused for its own reason', async () => {
    const done = (await openVectors(shared('sealed-by-page.json'))) as { opened: number; refused: string[] }
    expect(done.opened).toBeGreaterThanOrEqual(5)
    expect(new Set(done.refused)).toEqual(new Set(['size', 'version', 'seal', 'other_reader', 'low_order', 'padding', 'signature', 'mismatch', 'not_asked_for', 'replayed', 'previous_hash', 'inflate']))
  })
  it('the code still makes the frozen ones, but for what zlib may do', async () => {
    const frozen = JSON.parse(readFileSync(shared('sealed-by-page.json'), 'utf8')) as Awaited<ReturnType<typeof sealedByPage>>
    const now = await sealedByPage()
    const plain = (m: (typeof now.messages)[number]) => ({ name: m.name, outer: m.outer, sequence: m.sequence, packet: m.packet, part: m.part })
    expect(now.messages.map(plain)).toEqual(frozen.messages.map(plain))
    expect(now.refusals.map((x) => [x.name, x.code])).toEqual(frozen.refusals.map((x) => [x.name, x.code]))
  })
  it('those sealed by Rust open here', async () => {
    expect(((await openVectors(shared('sealed-by-rust.json'))) as { opened: number }).opened).toBeGreaterThan(0)
  })
})

describe('deflate and parts', () => {
  it('comes back', async () => {
    for (const n of [0, 1, 100, 70_000, INFLATE_LIMIT]) {
      const x = concat(r(Math.min(n, 3000)), new Uint8Array(Math.max(0, n - 3000)))
      expect(equal(await inflate(await deflate(x)), x)).toBe(true)
    }
  })
  it('stops at the first byte over the limit, and refuses damaged and cut data', async () => {
    const caught = async (work: Promise<unknown>) => expect(await work.catch((e: unknown) => e instanceof InflateError)).toBe(true)
    await caught(deflate(new Uint8Array(INFLATE_LIMIT + 1)).then((d) => inflate(d)))
    // 64 MiB of zeros in 64 kB: were it inflated whole before the check, this would show as memory.
    const bomb = await deflate(new Uint8Array(64 * 1024 * 1024))
    const before = process.memoryUsage().arrayBuffers
    await caught(inflate(bomb))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024)
    const whole = await deflate(utf8('x'.repeat(500)))
    await caught(inflate(whole.slice(0, whole.length - 3)))
    await caught(inflate(utf8('not deflated at all')))
  })
  it('a long body is cut into parts that join again, and a missing part is not joined over', async () => {
    const body = utf8(JSON.stringify(Array.from({ length: 3000 }, () => hex(r(9)))))
    const runs = await splitBody(body, 15_000)
    expect(runs.length).toBeGreaterThan(1)
    expect(runs.every((x) => x.length <= 15_000)).toBe(true)
    const parts = new Map<number, Bytes>()
    for (const [i, x] of runs.entries()) parts.set(i + 1, await inflate(x))
    expect(equal(joinParts(parts, runs.length) as Bytes, body)).toBe(true)
    parts.delete(2)
    expect(joinParts(parts, runs.length)).toBeUndefined()
  })
  it('gaps are the numbers below the highest that are not there', () => {
    expect(gaps([1, 2, 3])).toEqual([])
    expect(gaps([2, 5])).toEqual([1, 3, 4])
    expect(gaps([])).toEqual([])
    expect(gaps([41, 43], 41)).toEqual([42])
  })
})
