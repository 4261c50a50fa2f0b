// Enrolment: keys are made here, two recovery codes are printed and proven, and only then is the account created, so that an
// enrolment code is not used up by a page that was closed half-way.
import { Relay } from '../relay/relay'
import { xwingPublic } from '../seal/hpke'
import { type Blob, sealBlob, wrapKey } from '../vault/blob'
import { emptyState } from '../vault/state'
import type { Bytes } from '../wire/bytes'
import { codeKeys, writeCode } from '../wire/code'
import { monthStart } from '../wire/days'
import { publicKey } from '../wire/ed25519'
import { checkName } from '../wire/invite'
import { type KeySet, makeKeySet, monthsFor } from '../wire/keyset'
import type { Ports } from './ports'
import { Session } from './session'

export interface EnrolDraft {
  /** The two codes as printed, in groups of four. */
  readonly codes: readonly [string, string]
  readonly name: string
  readonly blob: Blob
  readonly blobBytes: Bytes
  readonly keyset: KeySet
  readonly methods: readonly { locator: Bytes; key: Bytes }[]
}

export async function prepareEnrolment(ports: Ports, name: string): Promise<EnrolDraft> {
  checkName(name)
  const { random } = ports
  const account = random(16)
  const key = random(32)
  const identity = random(32)
  const subkeys = monthsFor(ports.clock.now()).map((number) => ({ number, seed: random(32) }))
  const codeBytes = [random(16), random(16)] as const
  const keys = await Promise.all(codeBytes.map((c) => codeKeys(c)))
  const blob: Blob = {
    account,
    version: 1,
    wraps: await Promise.all(keys.map((k) => wrapKey(random, account, key, k))),
    key,
    secrets: { identity, stateKey: random(32), subkeys },
  }
  const keyset = await makeKeySet(identity, {
    role: 'practitioner',
    account,
    identity: await publicKey(identity),
    device: account,
    subkeys: await Promise.all(
      subkeys.map(async (s) => ({ number: s.number, from: monthStart(s.number), until: monthStart(s.number + 1), key: await xwingPublic(s.seed) })),
    ),
  })
  return {
    codes: [await writeCode(codeBytes[0]), await writeCode(codeBytes[1])],
    name,
    blob,
    blobBytes: await sealBlob(random, blob),
    keyset,
    methods: await Promise.all(keys.map(async (k) => ({ locator: k.locator, key: await publicKey(k.method) }))),
  }
}

/** Creates the account and the first page state. The same draft may be tried again after a network error or a mistyped enrolment code. */
export async function finishEnrolment(ports: Ports, origin: string, enrolmentCode: string, draft: EnrolDraft): Promise<Session> {
  const relay = new Relay(origin, ports)
  const { blob } = draft
  await relay.createAccount(blob.account, { enrolmentCode: enrolmentCode.trim(), keyset: draft.keyset.bytes, methods: draft.methods, blob: draft.blobBytes })
  const session = new Session(relay, ports, blob, '1', emptyState(draft.name, ports.clock.now()), '0')
  await session.loadSeeds()
  await session.commit(() => undefined)
  return session
}

