// Pairing from the page's side, step by step (docs/protocol.md section 4). One object is one invite; it knows no screen.
//
//   open -> claimed -> words -> confirmed -> paired
//     any of them -> over { why: expired | different | bad_hello }
import { RelayError } from '../relay/problem'
import { newClient } from '../vault/state'
import { type Bytes, b64, equal } from '../wire/bytes'
import { WireError } from '../wire/errors'
import { sha256 } from '../wire/hash'
import { confirmMac, helloMac, type Invite, inviteKeys, nonceMac, transcript, wordBytes, writeQr } from '../wire/invite'
import { type KeySet, readKeySet } from '../wire/keyset'
import { fourWords } from '../wire/words'
import { awaitRoster } from './roster'
import type { Session } from './session'
import { freshSubkeys } from './subkeys'

export const INVITE_MS = 600_000

export type PairState =
  | { readonly step: 'open' | 'claimed' }
  | { readonly step: 'words'; readonly words: readonly string[] }
  | { readonly step: 'confirmed'; readonly mailbox: string }
  | { readonly step: 'paired'; readonly mailbox: string }
  | { readonly step: 'over'; readonly why: 'expired' | 'different' | 'bad_hello' }

export interface NewClient {
  readonly name: string
  readonly meeting: { readonly day: string; readonly time?: string } | null
}

interface Hello {
  readonly client: KeySet
  readonly mac: Bytes
  readonly script: Bytes
}

export class Pairing {
  state: PairState = { step: 'open' }
  private hello: Hello | undefined

  private constructor(
    private readonly s: Session,
    private readonly invite: Invite,
    private readonly mac: Bytes,
    private readonly nonce: Bytes,
    private readonly mine: KeySet,
    private readonly who: NewClient,
    /** When the invite ends, by the page's clock. */
    readonly until: number,
    readonly qr: string,
  ) {}

  /** `language` is the one the four words are in. */
  static async begin(s: Session, who: NewClient, language = 'en'): Promise<Pairing> {
    const mine = await freshSubkeys(s)
    const { random } = s.ports
    const [seed, nonce, id] = [random(16), random(32), random(16)]
    const keys = await inviteKeys(seed)
    const invite: Invite = {
      origin: s.relay.origin,
      invite: id,
      seed,
      keysetHash: mine.hash,
      nonceHash: await sha256(nonce),
      certificate: new Uint8Array(0),
      language,
      name: s.state.display_name.value,
    }
    const qr = writeQr(invite)
    const authHash = await sha256(keys.auth)
    await s.withToken((t) => s.relay.createInvite(t, id, authHash))
    return new Pairing(s, invite, keys.mac, nonce, mine, who, s.now + INVITE_MS, qr)
  }

  /** Asks the relay how far the phone is and takes the next step that is the page's own. */
  async poll(): Promise<PairState> {
    if (this.state.step === 'confirmed') return this.awaitYes()
    if (this.state.step === 'paired' || this.state.step === 'over') return this.state
    try {
      const seen = await this.s.withToken((t) => this.s.relay.getInvite(t, this.invite.invite))
      if (!('mac' in seen)) {
        if (this.hello) return await this.destroy('bad_hello')
        this.state = { step: seen.state }
      } else if (this.hello) {
        // One hello is fixed; another in its place ends the invite (H22).
        if (!equal(seen.mac, this.hello.mac) || !equal(seen.keyset, this.hello.client.bytes)) return await this.destroy('bad_hello')
      } else {
        return await this.takeHello(seen)
      }
    } catch (e) {
      if (e instanceof RelayError && (e.code === 'not_found' || e.code === 'expired')) return this.end('expired')
      throw e
    }
    return this.state
  }

  private async takeHello(seen: { keyset: Bytes; mailbox: Bytes; mac: Bytes }): Promise<PairState> {
    let client: KeySet
    try {
      client = await readKeySet(seen.keyset)
    } catch (e) {
      if (e instanceof WireError) return this.destroy('bad_hello')
      throw e
    }
    const script = transcript(this.invite, this.mine.bytes, client.bytes, seen.mailbox)
    const honest = client.role === 'client' && equal(client.account, seen.mailbox) && equal(await helloMac(this.mac, script), seen.mac)
    if (!honest) return this.destroy('bad_hello')
    this.hello = { client, mac: seen.mac, script }
    const proof = await nonceMac(this.mac, script, this.nonce)
    await this.s.withToken((t) => this.s.relay.revealNonce(t, this.invite.invite, this.nonce, proof))
    this.state = { step: 'words', words: fourWords(await wordBytes(this.mac, script, this.nonce)) }
    return this.state
  }

  /** "Same words" on the page. The client is remembered first, so that closing the page now loses nobody. */
  async same(): Promise<PairState> {
    if (this.state.step !== 'words' || !this.hello) return this.state
    const { client, script } = this.hello
    const mailbox = b64(client.account)
    const [at, day] = [this.s.now, this.s.today]
    await this.s.commit((draft) => {
      draft.clients[mailbox] ??= newClient(client, {
        name: { value: this.who.name, at },
        meeting: { value: this.who.meeting, at },
        paired: { state: 'awaiting_roster', at, day },
        roster: { epoch: 0, hash: b64(this.mine.hash) },
      })
    })
    const proof = await confirmMac(this.mac, script, this.nonce)
    try {
      await this.s.withToken((t) => this.s.relay.confirmInvite(t, this.invite.invite, proof))
    } catch (e) {
      if (!(e instanceof RelayError) || (e.code !== 'not_found' && e.code !== 'expired' && e.code !== 'conflict')) throw e
      await this.s.commit((draft) => void delete draft.clients[mailbox])
      return this.end('expired')
    }
    this.state = { step: 'confirmed', mailbox }
    return this.awaitYes()
  }

  /** "Different words", or the practitioner gave up: invite and mailbox are gone on the relay. */
  async different(): Promise<PairState> {
    return this.destroy('different')
  }

  private async awaitYes(): Promise<PairState> {
    if (this.state.step !== 'confirmed') return this.state
    if (await awaitRoster(this.s, this.state.mailbox)) this.state = { step: 'paired', mailbox: this.state.mailbox }
    return this.state
  }

  private async destroy(why: 'different' | 'bad_hello'): Promise<PairState> {
    try {
      await this.s.withToken((t) => this.s.relay.deleteInvite(t, this.invite.invite))
    } catch (e) {
      if (!(e instanceof RelayError) || (e.code !== 'not_found' && e.code !== 'expired')) throw e
    }
    return this.end(why)
  }

  private end(why: 'expired' | 'different' | 'bad_hello'): PairState {
    this.hello = undefined
    this.state = { step: 'over', why }
    return this.state
  }
}
