// An unlocked practitioner's session: keys for the page's life only, the login token, and the one door through which page state is written.
import { RelayError } from '../relay/problem'
import type { Relay } from '../relay/relay'
import { xwingPublic } from '../seal/hpke'
import type { SeedFor } from '../seal/message'
import type { Blob } from '../vault/blob'
import { mergeStates } from '../vault/merge'
import { VaultError } from '../vault/aead'
import { openState, type PageState, sealState, slim } from '../vault/state'
import { type Bytes, b64, equal, unb64 } from '../wire/bytes'
import { dayIn } from '../wire/days'
import { publicKey } from '../wire/ed25519'
import { sha256 } from '../wire/hash'
import { acceptKeySet, type KeySet } from '../wire/keyset'
import { signChallenge } from '../wire/login'
import type { Packet } from './packet'
import type { Ports } from './ports'

/** Something the practitioner should know and that stops nothing: shown as one calm line. */
export type Notice = 'older_blob' | 'relay_restored' | 'waiting_to_send'

export class DeskError extends Error {
  constructor(readonly code: 'unknown_code' | 'no_blob' | 'busy' | 'stale_keys' | 'unknown_client' | 'unknown_packet' | 'not_paired' | 'locked' | 'rolled_back' | 'missing_parts' | 'newer' | 'left') {
    super(code)
    this.name = 'DeskError'
  }
}

/** Ask for a new token this long before the old one ends. */
const TOKEN_SLACK_MS = 30_000
const COMMIT_TRIES = 6

export interface OpenPacket {
  readonly packet: Packet
  /** SHA-256 of the whole JSON body, as the receipt names it. */
  readonly contentHash: Bytes
}

export class Session {
  readonly notices = new Set<Notice>()
  /** Opened in this session: packet id to packet. Gone with the page. */
  readonly packets = new Map<string, OpenPacket>()
  /** Runs of packets of which a part is still missing: `mailbox seq` to bytes. */
  readonly runs = new Map<string, Bytes>()
  /** Numbers known to be stored, to be taken out of `pending` at the next write: `mailbox seq`. */
  readonly delivered = new Set<string>()
  /** Asked for once in this session: refused messages once more, by `mailbox seq`, and rosters, by `mailbox`. */
  readonly askedAgain = new Set<string>()
  readonly keySets = new Map<string, KeySet>()
  /** The own key set as published, and the month it was made in. */
  keyset: KeySet | undefined
  keysetMonth = 0
  private readonly seeds = new Map<string, Bytes>()
  private held: { token: string; until: number } | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private open = true

  constructor(
    readonly relay: Relay,
    readonly ports: Ports,
    public blob: Blob,
    public blobEtag: string,
    public state: PageState,
    private stateEtag: string,
  ) {}

  /** Takes the state read from the relay at unlocking. */
  adopt(state: PageState, etag: string): void {
    this.state = state
    this.stateEtag = etag
  }

  get account(): Bytes {
    return this.blob.account
  }
  get now(): number {
    return this.ports.clock.now()
  }
  get today(): string {
    return dayIn(this.now, this.ports.clock.zone())
  }
  identity(): Promise<Bytes> {
    return publicKey(this.blob.secrets.identity)
  }

  /** Which seed a message is sealed to; rebuilt when the subkeys change. */
  async loadSeeds(): Promise<void> {
    for (const [hash, seed] of this.seeds) {
      // Destroyed in the blob is destroyed here too, also where the page stays open for weeks.
      if (!this.blob.secrets.subkeys.some((k) => equal(k.seed, seed))) this.seeds.delete(hash) && seed.fill(0)
    }
    for (const k of this.blob.secrets.subkeys) {
      if ([...this.seeds.values()].some((s) => equal(s, k.seed))) continue
      this.seeds.set(b64(await sha256(await xwingPublic(k.seed))), k.seed)
    }
  }
  readonly seedFor: SeedFor = (recipient) => this.seeds.get(b64(recipient))

  /** One thing at a time: two writers in one window would only meet as a 412. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.queue.then(work, work)
    this.queue = run.catch(() => undefined)
    return run
  }

  async withToken<T>(work: (token: string) => Promise<T>): Promise<T> {
    if (!this.open) throw new DeskError('locked')
    try {
      return await work(await this.token())
    } catch (e) {
      if (!(e instanceof RelayError) || e.code !== 'unauthorised') throw e
      this.held = undefined
      return work(await this.token())
    }
  }

  private async token(): Promise<string> {
    // A clock set back would keep a dead token for ever; `unauthorised` then brings a new one.
    if (this.held && this.now < this.held.until) return this.held.token
    const challenge = await this.relay.challenge(this.account)
    const signature = await signChallenge(this.blob.secrets.identity, this.relay.origin, this.account, challenge)
    const t = await this.relay.token(this.account, challenge, signature)
    this.held = { token: t.token, until: this.now + t.expiresIn * 1000 - TOKEN_SLACK_MS }
    return t.token
  }

  /**
   * Changes the page state and writes it before anything depends on it. `change` works on a copy and may run again on a newer state
   * when another window wrote meanwhile, so it must take everything it needs from the draft it is given.
   */
  commit<T>(change: (draft: PageState) => T | Promise<T>): Promise<T> {
    return this.exclusive(async () => {
      for (let n = 0; n < COMMIT_TRIES; n++) {
        const draft = structuredClone(this.state)
        for (const [mailbox, c] of Object.entries(draft.clients)) c.out.pending = c.out.pending.filter((m) => !this.delivered.has(`${mailbox} ${m.seq}`))
        const result = await change(draft)
        const bytes = await this.sealed(draft)
        try {
          this.stateEtag = await this.withToken((t) => this.relay.putObject(t, this.account, 'state', bytes, this.stateEtag))
          this.state = draft
          return result
        } catch (e) {
          if (!(e instanceof RelayError) || e.code !== 'precondition_failed') throw e
          const remote = await this.withToken((t) => this.relay.getObject(t, this.account, 'state'))
          if (remote && equal(remote.bytes, bytes)) {
            // Ours had arrived and only the answer was lost.
            this.stateEtag = remote.etag
            this.state = draft
            return result
          }
          if (remote) this.state = mergeStates((await openState(remote.bytes, this.blob.secrets.stateKey, this.account)).state, this.state)
          this.stateEtag = remote?.etag ?? '0'
        }
      }
      throw new DeskError('busy')
    })
  }

  private async sealed(draft: PageState): Promise<Bytes> {
    const seal = () => sealState(this.ports.random, this.blob.secrets.stateKey, this.account, Number(this.stateEtag) + 1, draft)
    try {
      return await seal()
    } catch (e) {
      if (!(e instanceof VaultError) || e.code !== 'too_large') throw e
      slim(draft)
      return seal()
    }
  }

  /** The key set the relay serves for a client, held to what was pinned. Kept until the day changes. */
  async clientKeySet(mailbox: string): Promise<KeySet> {
    const known = this.keySets.get(`${mailbox} ${this.today}`)
    if (known) return known
    const c = this.client(mailbox)
    const account = unb64(mailbox, 16)
    const bytes = await this.withToken((t) => this.relay.getKeySet(t, account))
    const k = await acceptKeySet(bytes, { account, identity: unb64(c.identity, 32), highest: c.highest, role: 'client' })
    this.keySets.clear()
    this.keySets.set(`${mailbox} ${this.today}`, k)
    return k
  }

  client(mailbox: string) {
    const c = this.state.clients[mailbox]
    if (!c) throw new DeskError('unknown_client')
    return c
  }

  /** Forgets everything: the lock button, and leaving the page. */
  lock(): void {
    this.open = false
    this.held = undefined
    for (const seed of this.seeds.values()) seed.fill(0)
    this.seeds.clear()
    for (const secret of [this.blob.key, this.blob.secrets.identity, this.blob.secrets.stateKey]) secret.fill(0)
    this.packets.clear()
    this.runs.clear()
    this.keySets.clear()
    this.state = { ...this.state, clients: {} }
  }
}
