// What the practitioner suggests, takes back, or says in one line. It becomes the client's only after their yes.
import { b64, unb64 } from '../wire/bytes'
import { makeIntroduction, readCard, writeCard } from '../wire/introduction'
import { acceptKeySet } from '../wire/keyset'
import { send, type Sent } from './outgoing'
import { type Proposal, proposalBody, readProposal } from './proposal'
import type { Session } from './session'
import { freshSubkeys } from './subkeys'

/** Proposals remembered for each client, with what became of them. */
const KEEP = 40

export async function propose(s: Session, mailbox: string, input: unknown): Promise<Sent> {
  await freshSubkeys(s)
  const p: Proposal = readProposal(input)
  const day = s.today
  return send(s, mailbox, 'proposal', proposalBody(p, day, s.state.display_name.value), (d, packet) => {
    if (p.kind === 'withdraw') {
      for (const old of d.proposals) if (old.packet === p.packet) old.withdrawn = day
      return
    }
    d.proposals = [...d.proposals, { packet, kind: p.kind, title: p.kind === 'seen' ? p.text : p.title, day }].slice(-KEEP)
  })
}

/** Names a colleague to a client, by the card the colleague handed over. The client is asked and decides. */
export async function introduce(s: Session, mailbox: string, card: string): Promise<Sent> {
  const { account, identity, name } = readCard(card)
  const bytes = await s.withToken((t) => s.relay.getKeySet(t, account))
  const k = await acceptKeySet(bytes, { account, identity, highest: 0, role: 'practitioner' })
  const introduction = b64(await makeIntroduction(s.blob.secrets.identity, unb64(mailbox, 16), k, name))
  const day = s.today
  const body = { type: 'proposal', version: 1, kind: 'introduce', made_day: day, from_name: s.state.display_name.value, introduction }
  return send(s, mailbox, 'proposal', body, (d, packet) => {
    d.proposals = [...d.proposals, { packet, kind: 'introduce' as const, title: name, day }].slice(-KEEP)
  })
}

/** One's own card, as text. */
export const ownCard = async (s: Session): Promise<string> => writeCard({ account: s.account, identity: await s.identity(), name: s.state.display_name.value })

export const seen = (s: Session, mailbox: string, packet: string, text: string): Promise<Sent> => propose(s, mailbox, { kind: 'seen', packet, text })
export const withdraw = (s: Session, mailbox: string, proposal: string): Promise<Sent> => propose(s, mailbox, { kind: 'withdraw', packet: proposal })

/** The name and the next meeting are the practitioner's own words; they stay in the sealed page state. */
export function edit(s: Session, mailbox: string, change: { name?: string; meeting?: { day: string; time?: string } | null }): Promise<void> {
  const at = s.now
  return s.commit((draft) => {
    const d = draft.clients[mailbox]
    if (!d) return
    if (change.name !== undefined && change.name.trim() !== '') d.name = { value: change.name.trim().slice(0, 80), at }
    if (change.meeting !== undefined) d.meeting = { value: change.meeting, at }
  })
}
