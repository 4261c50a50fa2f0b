// The relay's calls that a practitioner's page makes (docs/protocol.md sections 3 to 6), typed; nothing here knows a key.
import { type Bytes, b64, unb64 } from '../wire/bytes'
import { WireError } from '../wire/errors'
import { Http, type HttpPorts } from './http'
import { RelayError } from './problem'

export interface Token {
  readonly token: string
  readonly expiresIn: number
  readonly scope: 'account' | 'method'
  readonly account: Bytes
}

export type InviteState =
  | { readonly state: 'open' | 'claimed' }
  | { readonly state: 'hello' | 'revealed'; readonly keyset: Bytes; readonly mailbox: Bytes; readonly mac: Bytes }

export interface InboxMessage {
  readonly cursor: string
  readonly mailbox: Bytes
  readonly sender: Bytes
  readonly device: Bytes
  readonly seq: number
  readonly day: string
  readonly message: Bytes
}

export interface InboxPage {
  readonly epoch: string
  readonly messages: readonly InboxMessage[]
  readonly next: string
  readonly more: boolean
}

export interface Versioned {
  readonly bytes: Bytes
  readonly etag: string
}

/** What a relay says is untrusted: a field of the wrong shape is `nonsense`, as a whole. */
function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (e) {
    if (e instanceof WireError || e instanceof TypeError) throw new RelayError('nonsense')
    throw e
  }
}

function text(x: unknown): string {
  if (typeof x !== 'string') throw new WireError('json')
  return x
}
function count(x: unknown): number {
  if (!Number.isSafeInteger(x) || (x as number) < 0) throw new WireError('json')
  return x as number
}

export class Relay {
  private readonly http: Http
  constructor(
    readonly origin: string,
    ports: HttpPorts,
  ) {
    this.http = new Http(origin, ports)
  }

  async challenge(account: Bytes): Promise<Bytes> {
    const j = await this.http.json({ method: 'POST', path: '/v1/auth/challenge', json: { account: b64(account) } })
    return reading(() => unb64(j.challenge))
  }

  async token(account: Bytes, challenge: Bytes, signature: Bytes): Promise<Token> {
    const j = await this.http.json({
      method: 'POST',
      path: '/v1/auth/token',
      json: { account: b64(account), challenge: b64(challenge), signature: b64(signature) },
    })
    return reading(() => {
      if (j.scope !== 'account' && j.scope !== 'method') throw new WireError('json')
      return { token: text(j.token), expiresIn: count(j.expires_in), scope: j.scope, account: unb64(j.account, 16) }
    })
  }

  async createAccount(
    account: Bytes,
    body: { enrolmentCode: string; keyset: Bytes; methods: readonly { locator: Bytes; key: Bytes }[]; blob: Bytes },
  ): Promise<void> {
    await this.http.call({
      method: 'POST',
      path: `/v1/accounts/${b64(account)}`,
      json: {
        enrolment_code: body.enrolmentCode,
        keyset: b64(body.keyset),
        methods: body.methods.map((m) => ({ locator: b64(m.locator), key: b64(m.key) })),
        blob: b64(body.blob),
      },
    })
  }

  /** `null` when there is none yet. */
  async getObject(token: string, account: Bytes, which: 'blob' | 'state'): Promise<Versioned | null> {
    try {
      const a = await this.http.call({ method: 'GET', path: `/v1/accounts/${b64(account)}/${which}`, token })
      if (a.status === 204 || a.bytes.length === 0) return null
      if (a.etag === null) throw new RelayError('nonsense', a.status)
      return { bytes: a.bytes, etag: a.etag }
    } catch (e) {
      if (e instanceof RelayError && e.code === 'not_found') return null
      throw e
    }
  }

  /** Writes over the version `etag` ("0" when there is none yet); `precondition_failed` when another was written meanwhile. Gives the new one. */
  async putObject(token: string, account: Bytes, which: 'blob' | 'state', bytes: Bytes, etag: string): Promise<string> {
    const a = await this.http.call({ method: 'PUT', path: `/v1/accounts/${b64(account)}/${which}`, token, bytes, ifMatch: etag })
    return a.etag ?? String(Number(etag) + 1)
  }

  async getKeySet(token: string, account: Bytes): Promise<Bytes> {
    const j = await this.http.json({ method: 'GET', path: `/v1/keysets/${b64(account)}`, token })
    return reading(() => unb64(j.keyset))
  }
  async putKeySet(token: string, account: Bytes, keyset: Bytes): Promise<void> {
    await this.http.call({ method: 'PUT', path: `/v1/keysets/${b64(account)}`, token, json: { keyset: b64(keyset) } })
  }

  async createInvite(token: string, invite: Bytes, authHash: Bytes): Promise<void> {
    await this.http.call({ method: 'POST', path: '/v1/invites', token, json: { invite: b64(invite), auth_hash: b64(authHash) } })
  }

  async getInvite(token: string, invite: Bytes): Promise<InviteState> {
    const j = await this.http.json({ method: 'GET', path: `/v1/invites/${b64(invite)}`, token })
    return reading(() => {
      if (j.state === 'open' || j.state === 'claimed') return { state: j.state }
      if (j.state !== 'hello' && j.state !== 'revealed') throw new WireError('json')
      return { state: j.state, keyset: unb64(j.keyset), mailbox: unb64(j.mailbox, 16), mac: unb64(j.mac, 32) }
    })
  }

  async revealNonce(token: string, invite: Bytes, nonce: Bytes, mac: Bytes): Promise<void> {
    await this.http.call({ method: 'POST', path: `/v1/invites/${b64(invite)}/reveal`, token, json: { nonce: b64(nonce), mac: b64(mac) } })
  }
  async confirmInvite(token: string, invite: Bytes, mac: Bytes): Promise<void> {
    await this.http.call({ method: 'POST', path: `/v1/invites/${b64(invite)}/confirm`, token, json: { mac: b64(mac) } })
  }
  async deleteInvite(token: string, invite: Bytes): Promise<void> {
    await this.http.call({ method: 'DELETE', path: `/v1/invites/${b64(invite)}`, token })
  }

  /** `null` while the client has not written one, or once the mailbox is gone. */
  async getRoster(token: string, mailbox: Bytes): Promise<Bytes | null> {
    try {
      const j = await this.http.json({ method: 'GET', path: `/v1/mailboxes/${b64(mailbox)}/roster`, token })
      return reading(() => unb64(j.roster))
    } catch (e) {
      if (e instanceof RelayError && (e.code === 'not_found' || e.code === 'forbidden')) return null
      throw e
    }
  }

  private static messagePath(mailbox: Bytes, sender: Bytes, device: Bytes, recipient: Bytes, seq: number): string {
    return `/v1/mailboxes/${b64(mailbox)}/messages/${b64(sender)}/${b64(device)}/${b64(recipient)}/${seq}`
  }
  async putMessage(token: string, mailbox: Bytes, sender: Bytes, device: Bytes, recipient: Bytes, seq: number, bytes: Bytes): Promise<void> {
    await this.http.call({ method: 'PUT', path: Relay.messagePath(mailbox, sender, device, recipient, seq), token, bytes })
  }
  async getMessage(token: string, mailbox: Bytes, sender: Bytes, device: Bytes, recipient: Bytes, seq: number): Promise<Bytes> {
    return (await this.http.call({ method: 'GET', path: Relay.messagePath(mailbox, sender, device, recipient, seq), token })).bytes
  }

  async inbox(token: string, after: string, limit = 50): Promise<InboxPage> {
    const query = after === '' ? `limit=${limit}` : `after=${encodeURIComponent(after)}&limit=${limit}`
    const j = await this.http.json({ method: 'GET', path: `/v1/inbox?${query}`, token })
    return reading(() => {
      if (!Array.isArray(j.messages) || j.messages.length > 100 || typeof j.more !== 'boolean') throw new WireError('json')
      const messages = j.messages.map((x: Record<string, unknown>) => ({
        cursor: text(x.cursor),
        mailbox: unb64(x.mailbox, 16),
        sender: unb64(x.sender, 16),
        device: unb64(x.device, 16),
        seq: count(x.seq),
        day: text(x.day),
        message: unb64(x.message),
      }))
      return { epoch: text(j.epoch), messages, next: text(j.next), more: j.more }
    })
  }
}
