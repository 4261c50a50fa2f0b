// Messages to a client: numbered and sealed in the page state first, then sent, and sent again exactly as stored until the relay has them.
import { RelayError } from '../relay/problem'
import { deflate } from '../seal/deflate'
import { sealMessage } from '../seal/message'
import { type ClientState, unchecked } from '../vault/state'
import { b64, unb64, utf8 } from '../wire/bytes'
import { sha256 } from '../wire/hash'
import { encodeOuter, PURPOSE } from '../wire/headers'
import { subkeyFor } from '../wire/keyset'
import { DeskError, type Session } from './session'

export type Sent = { readonly packet: string; readonly seq: number; readonly state: 'stored' | 'waiting' }

/** Seals `body` to a client. `record` writes what belongs to it into the same state (a proposal, a receipt), so that both are kept or neither. */
export async function send(
  s: Session,
  mailbox: string,
  purpose: 'proposal' | 'receipt',
  body: Record<string, unknown>,
  record: (client: ClientState, packet: string) => void,
): Promise<Sent> {
  const c = s.client(mailbox)
  if (c.paired.state !== 'paired' || (purpose === 'proposal' && unchecked(c))) throw new DeskError('not_paired')
  if (c.echoed > c.out.seq) throw new DeskError('rolled_back')
  const keys = await s.clientKeySet(mailbox)
  const subkey = subkeyFor(keys, s.today)
  if (!subkey) throw new DeskError('stale_keys')

  const identity = await s.identity()
  const recipient = await sha256(subkey.key)
  const packet = s.ports.random(16)
  const deflated = await deflate(utf8(JSON.stringify(body)))
  const seq = await s.commit(async (draft) => {
    const d = draft.clients[mailbox]
    if (!d) throw new DeskError('unknown_client')
    const sequence = d.out.seq + 1
    const outer = encodeOuter({ purpose: PURPOSE[purpose], mailbox: unb64(mailbox, 16), sender: identity, device: s.account, recipient, sequence })
    const inner = { outer, previous: unb64(d.out.hash, 32), epoch: d.roster.epoch, packet, part: 1, of: 1, from: 0, until: 0, readers: [recipient] }
    const sealed = await sealMessage(s.blob.secrets.identity, subkey.key, inner, deflated)
    d.highest = Math.max(d.highest, keys.subkeys.at(-1)?.number ?? 0)
    d.out = { seq: sequence, hash: b64(sealed.hash), pending: [...d.out.pending, { seq: sequence, bytes: b64(sealed.wire) }] }
    record(d, b64(packet))
    return sequence
  })
  await deliver(s, mailbox)
  return { packet: b64(packet), seq, state: s.delivered.has(`${mailbox} ${seq}`) ? 'stored' : 'waiting' }
}

/** Sends what is pending for one client, in order. Trouble on the way leaves the rest pending and is said once, as a notice. */
export async function deliver(s: Session, mailbox: string): Promise<void> {
  const id = unb64(mailbox, 16)
  for (const m of s.client(mailbox).out.pending) {
    const key = `${mailbox} ${m.seq}`
    if (s.delivered.has(key)) continue
    try {
      await s.withToken((t) => s.relay.putMessage(t, id, s.account, s.account, id, m.seq, unb64(m.bytes)))
      s.delivered.add(key)
    } catch (e) {
      if (!(e instanceof RelayError)) throw e
      s.notices.add('waiting_to_send')
      return
    }
  }
  s.notices.delete('waiting_to_send')
}

export async function deliverAll(s: Session): Promise<void> {
  for (const [mailbox, c] of Object.entries(s.state.clients)) if (c.out.pending.length > 0 && c.paired.state === 'paired') await deliver(s, mailbox)
}
