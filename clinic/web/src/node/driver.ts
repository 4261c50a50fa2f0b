// The same code as the page, driven by one JSON object a line on stdin, answered by one a line on stdout, in order. README.md lists the
// commands. `now` (ms) and `zone` set the clock for this command and those after it: demo and tests run all parties on one clock.
import { createInterface } from 'node:readline'
import { caseload } from '../desk/caseload'
import { type EnrolDraft, finishEnrolment, prepareEnrolment } from '../desk/enrol'
import { takeIn } from '../desk/intake'
import { noteText } from '../desk/note'
import { Pairing } from '../desk/pairing'
import { loadPacket, openPerson } from '../desk/person'
import { systemPorts } from '../desk/ports'
import type { Session } from '../desk/session'
import { DeskError } from '../desk/session'
import { checked, checkWords } from '../desk/roster'
import { edit, introduce, ownCard, propose } from '../desk/suggest'
import { ShapeError } from '../desk/shape'
import { unlock } from '../desk/unlock'
import { RelayError } from '../relay/problem'
import { Refusal } from '../seal/refusal'
import { VaultError } from '../vault/aead'
import { unchecked } from '../vault/state'
import { b64 } from '../wire/bytes'
import { readOrigin } from '../wire/login'
import { WireError } from '../wire/errors'
import { words } from '../words/words'
import { prepareNode } from './platform'
import { makeVectors, openVectors } from './vectors'

type Json = Record<string, unknown>

const clock = { at: Date.now(), name: 'UTC' }
const ports = systemPorts({ now: () => clock.at, zone: () => clock.name })
let session: Session | undefined
let pairing: Pairing | undefined

class Usage extends Error {}

function need(): Session {
  if (!session) throw new DeskError('locked')
  return session
}
function invite(): Pairing {
  if (!pairing) throw new Usage('no_invite')
  return pairing
}
function text(c: Json, name: string): string {
  const v = c[name]
  if (typeof v !== 'string') throw new Usage(`missing_${name}`)
  return v
}

async function pairAnswer(p: Pairing): Promise<Json> {
  const s = p.state
  return { state: s.step, ...('words' in s ? { words: s.words } : {}), ...('mailbox' in s ? { client: s.mailbox } : {}), ...('why' in s ? { why: s.why } : {}) }
}

async function currentPacket(s: Session, c: Json): Promise<string> {
  const packet = typeof c.packet === 'string' ? c.packet : s.client(text(c, 'client')).latest?.packet
  if (!packet) throw new DeskError('unknown_packet')
  return packet
}

const commands: Record<string, (c: Json) => Promise<Json>> = {
  async enrol(c) {
    const draft: EnrolDraft = await prepareEnrolment(ports, typeof c.display_name === 'string' ? c.display_name : 'Sam')
    session = await finishEnrolment(ports, readOrigin(text(c, 'origin')), text(c, 'enrolment_code'), draft)
    return { account: b64(session.account), codes: draft.codes }
  },
  async unlock(c) {
    session?.lock()
    session = await unlock(ports, readOrigin(text(c, 'origin')), text(c, 'code'))
    return { account: b64(session.account), clients: Object.keys(session.state.clients).length, notices: [...session.notices] }
  },
  async invite(c) {
    const day = c.meeting as { day: string; time?: string } | string | null | undefined
    const meeting = typeof day === 'string' ? { day } : (day ?? null)
    pairing = await Pairing.begin(need(), { name: text(c, 'name'), meeting })
    return { qr: pairing.qr, until: pairing.until }
  },
  async pair_poll() {
    await invite().poll()
    return pairAnswer(invite())
  },
  async pair_confirm() {
    await invite().same()
    return pairAnswer(invite())
  },
  async pair_different() {
    await invite().different()
    return pairAnswer(invite())
  },
  async pair_await_roster() {
    await invite().poll()
    return { ...(await pairAnswer(invite())), paired: invite().state.step === 'paired' }
  },
  async take_in() {
    const s = need()
    const taken = await takeIn(s)
    return { ...taken, notices: [...s.notices] }
  },
  async open(c) {
    const p = await openPerson(need(), text(c, 'client'), typeof c.packet === 'string' ? c.packet : undefined)
    return { packet: p.packet, packets: p.packets, missing: p.missing, refused: p.refused, receipts: p.receipts }
  },
  async share(c) {
    return { share: need().client(text(c, 'client')).share?.value ?? null }
  },
  async caseload() {
    const s = need()
    return { caseload: caseload(s.state, s.today) }
  },
  async proposals(c) {
    return { proposals: need().client(text(c, 'client')).proposals }
  },
  async propose(c) {
    return { ...(await propose(need(), text(c, 'client'), c.proposal)) }
  },
  async withdraw(c) {
    return { ...(await propose(need(), text(c, 'client'), { kind: 'withdraw', packet: text(c, 'proposal') })) }
  },
  async card() {
    return { card: await ownCard(need()) }
  },
  async introduce(c) {
    return { ...(await introduce(need(), text(c, 'client'), text(c, 'card'))) }
  },
  async check(c) {
    const s = need()
    const client = text(c, 'client')
    if (typeof c.same === 'boolean') await checked(s, client, c.same)
    return { words: await checkWords(s, client), unchecked: unchecked(s.client(client)), pairing: s.client(client).paired.state, roster: s.client(client).roster }
  },
  async seen(c) {
    const s = need()
    return { ...(await propose(s, text(c, 'client'), { kind: 'seen', packet: await currentPacket(s, c), text: text(c, 'text') })) }
  },
  async edit(c) {
    const change = c.meeting === undefined ? {} : { meeting: c.meeting as { day: string; time?: string } | null }
    await edit(need(), text(c, 'client'), { ...change, ...(typeof c.name === 'string' ? { name: c.name } : {}) })
    return {}
  },
  async note(c) {
    const s = need()
    const client = s.client(text(c, 'client'))
    const { packet } = await loadPacket(s, client.mailbox, await currentPacket(s, c))
    return { note: noteText(packet, client.name.value, client.proposals, words) }
  },
  vectors: async (c) => makeVectors(text(c, 'dir')),
  open_vectors: async (c) => openVectors(text(c, 'file')),
  async reset() {
    session?.lock()
    session = undefined
    pairing = undefined
    return {}
  },
}

function errorOf(e: unknown): Json {
  if (e instanceof RelayError) return { code: e.code, at: 'relay', status: e.status }
  if (e instanceof ShapeError) return { code: 'invalid', at: 'field', field: e.field }
  if (e instanceof Usage) return { code: e.message, at: 'command' }
  for (const [type, at] of [[DeskError, 'desk'], [VaultError, 'vault'], [WireError, 'wire'], [Refusal, 'seal']] as const) if (e instanceof type) return { code: e.code, at }
  // The name of a defect, never its message, which may hold what was being worked on; the stack goes to stderr only when asked for.
  if (process.env.HANDRAIL_DRIVER_TRACE) process.stderr.write(`${e instanceof Error ? e.stack : String(e)}\n`)
  return { code: 'internal', at: e instanceof Error ? e.name : typeof e }
}

async function answer(line: string): Promise<Json> {
  try {
    const c = JSON.parse(line) as Json
    if (typeof c.now === 'number') clock.at = c.now
    if (typeof c.zone === 'string') clock.name = c.zone
    const run = commands[String(c.cmd)]
    if (!run || !Object.hasOwn(commands, String(c.cmd))) throw new Usage('unknown_command')
    return { ok: true, ...(await run(c)) }
  } catch (e) {
    if (e instanceof SyntaxError) return { ok: false, error: { code: 'not_json', at: 'command' } }
    return { ok: false, error: errorOf(e) }
  }
}

prepareNode()
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line.trim() !== '') process.stdout.write(`${JSON.stringify(await answer(line))}\n`)
}
