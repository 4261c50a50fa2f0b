// A small caseload on a relay of its own, for looking at the page and for the browser walk where no demo is running. Made-up people.
// Prints {"origin","code","relay_pid"} and stays up until it is ended.
import { fileURLToPath } from 'node:url'
import { finishEnrolment, prepareEnrolment } from '../src/desk/enrol'
import { takeIn } from '../src/desk/intake'
import type { Packet } from '../src/desk/packet'
import { Pairing } from '../src/desk/pairing'
import { openPerson } from '../src/desk/person'
import { systemPorts } from '../src/desk/ports'
import { propose } from '../src/desk/suggest'
import { prepareNode } from '../src/node/platform'
import { addDays, DAY_MS, dayOf } from '../src/wire/days'
import { b64 } from '../src/wire/bytes'
import { systemRandom } from '../src/wire/random'
import { Phone } from '../test/phone'
import { relayBinary, startRelay } from '../test/real-relay'

prepareNode()
const binary = relayBinary()
if (!binary) throw new Error('build the relay first: cargo build -p handrail-clinic')
const relay = await startRelay(binary, ['--page', fileURLToPath(new URL(`../${process.argv[2] ?? 'dist-demo'}`, import.meta.url))])
const now = Date.now()
const today = dayOf(now)
const ports = systemPorts()
const draft = await prepareEnrolment(ports, 'Sam')
const session = await finishEnrolment(ports, relay.origin, relay.enrolmentCode(), draft)
const newId = () => b64(systemRandom(16))
const ago = (n: number) => addDays(today, -n)
let seed = 7
const chance = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

function week(name: string, n: number, answers: Packet['answers'] = []): Packet {
  const days = Array.from({ length: 8 }, (_, i) => ago(7 - i))
  const ratings = (base: number) => days.filter(() => chance() > 0.2).map((day) => ({ day, value: Math.min(3, Math.max(0, Math.round(base + chance() * 1.6 - 0.6))) }))
  const weeks = Array.from({ length: 12 }, (_, i) => ago(7 * (11 - i) + 6))
  const higher = n % 3 === 0
  return {
    type: 'review', version: 1, packet: newId(), name, demo: true, language: 'en', made: { instant_ms: now - 3_600_000, zone: 'UTC', offset_min: 0 },
    period: { from: now - 7 * DAY_MS, until: now, from_day: ago(7), until_day: today, since_meeting: true }, last_proposal: answers.length,
    next_meeting: { day: addDays(today, n % 5), time: `${String(9 + (n % 7)).padStart(2, '0')}:${n % 2 ? '30' : '00'}` },
    talk_about: [{ id: newId(), text: 'The letter from the housing office. I do not understand page two.' }, { id: newId(), text: 'Whether I can skip a week when my sister visits.' }],
    goals: [{ id: newId(), title: 'Live in my own flat, with a door I can close', state: 'active', why: 'I want to cook for my sister at my own table.', more: [{ label: 'What recovery means to me', text: 'Mornings that are mine' }, { label: 'Who can help', text: 'My sister' }], short_term: [
      { id: newId(), title: 'Look at two flats', state: 'active', how_will_we_know: 'I have been inside two', by_about: addDays(today, 20), steps: [
        { id: newId(), title: 'Call the agency on Mill Street', state: 'reached', results: [{ id: newId(), day: ago(5), result: 'done', what_helped: 'Writing down what to say first', next_step: 'Ask what the deposit is' }] },
        { id: newId(), title: 'Go there by bus with Kim', state: 'active', by_about: addDays(today, 4), more: [{ label: 'When', text: 'On Tuesday, after the rush' }], results: [{ id: newId(), day: ago(2), result: 'not_yet', got_in_the_way: 'The bus was full and I went home' }] },
      ] },
    ] }],
    homework: [
      { id: newId(), title: 'Ten minutes of music before bed', module: 'Coping with stress', origin: 'agreed', how_often: 'every day', smaller_version: 'One song', reviews: [{ id: newId(), day: ago(7), with_whom: 'Kim', note: 'We agreed on one song.' }], results: [
        { id: newId(), day: ago(6), result: 'done' }, { id: newId(), day: ago(5), result: 'done' }, { id: newId(), day: ago(4), result: 'partly', smaller: true, note: 'One song. That was enough.' },
        { id: newId(), day: ago(3), result: 'not_yet', obstacle: 'symptoms' }, { id: newId(), day: ago(2), result: 'done' }, { id: newId(), day: ago(1), result: 'not_yet', obstacle: 'symptoms' },
      ] },
      { id: newId(), title: 'List the people I could call', origin: 'self_chosen', results: [{ id: newId(), day: ago(3), result: 'partly', obstacle: 'too_big', note: 'Got to three names.' }] },
    ],
    coping: [
      { strategy: 'Music with headphones', tries: { not: 1, a_little: 2, a_lot: 2, unrated: 0 }, comparison: 'After Music with headphones, your rating was mostly lower than after the others (4 times).', entries: [
        { id: newId(), day: ago(6), situation: 'voices, in the evening', helped: 'a_lot', before: 7, after: 4 }, { id: newId(), day: ago(4), situation: 'on the bus', helped: 'a_little' }, { id: newId(), day: ago(3), situation: 'before sleep', helped: 'not' },
        { id: newId(), day: ago(2), helped: 'a_lot' }, { id: newId(), day: ago(1), situation: 'after the phone call', helped: 'a_little', note: 'Took longer than usual.' },
      ] },
      { strategy: 'Walk round the block', tries: { not: 0, a_little: 1, a_lot: 0, unrated: 1 }, entries: [{ id: newId(), day: ago(5), helped: 'a_little' }, { id: newId(), day: ago(2) }] },
    ],
    signs: [{ id: newId(), text: 'Sleeping badly', max: 3, key_sign: true, more: [{ label: 'Who may notice', text: 'Kim' }], ratings: ratings(higher ? 1.8 : 0.7) }, { id: newId(), text: 'Feeling watched', max: 3, ratings: ratings(0.6) }],
    usual: { state: higher ? 'higher_than_usual' : 'about_usual', max: 3, level: 0.8, days: days.filter(() => chance() > 0.15).map((day) => ({ day, value: Math.round((higher ? 1.2 : 0.8) * 100 + chance() * 60 - 30) / 100 })), openings: higher ? [{ opened: ago(4) }] : [], resets: [ago(120)] },
    months: {
      max: 3, good_level: 0.4, good_times: [{ id: newId(), from: ago(300), until: ago(250) }],
      months: Array.from({ length: 12 }, (_, i) => ({ month: `${ago(30 * (11 - i)).slice(0, 7)}-01`, mean: Math.round((0.4 + i * 0.08) * 100) / 100, days: 20 - i })).filter((m, i, all) => m.month !== all[i - 1]?.month),
    },
    check_in_notes: [{ id: newId(), day: ago(2), text: 'The neighbours were up late.' }],
    rules: [{ id: newId(), sentence: 'If I sleep badly two nights in a row, I call Kim.', opened: higher ? [ago(4)] : [] }],
    answers,
    trends: {
      homework: weeks.map((w) => ({ week: w, done: Math.floor(chance() * 5), partly: Math.floor(chance() * 3), not_yet: Math.floor(chance() * 3) })),
      coping: weeks.map((w) => { const tries = Math.floor(chance() * 8); return { week: w, tries, helped: Math.round(tries * chance()) } }),
      signs: weeks.map((w, i) => ({ week: w, ratings: i === 4 ? 0 : 9, mean: i === 4 ? 0 : Math.round((0.5 + chance() * 1.2) * 100) / 100, max: 3 as const })),
    },
  }
}

const names = ['Robin', 'Kim', 'Ada', 'Mehmet', 'Zoë', 'Lakshmi', 'Noor', 'Jonas']
for (const [n, name] of names.entries()) {
  const phone = new Phone(globalThis.fetch, systemRandom, { now })
  const p = await Pairing.begin(session, { name, meeting: n === 6 ? null : { day: addDays(today, n % 5), time: '10:00' } })
  await phone.scan(p.qr)
  await phone.hello()
  await p.poll()
  await phone.reveal()
  await p.same()
  await phone.putRoster()
  await p.poll()
  if (n >= 6) continue
  const client = b64(phone.mailbox)
  const first = { ...week(name, n), made: { instant_ms: now - 7 * DAY_MS, zone: 'UTC', offset_min: 0 }, period: { from: now - 14 * DAY_MS, until: now - 7 * DAY_MS, from_day: ago(14), until_day: ago(7), since_meeting: true } }
  await phone.share(first)
  await takeIn(session)
  await openPerson(session, client)
  const sent = await propose(session, client, { kind: 'homework', title: 'Ten minutes of music before bed', how_often: 'daily' })
  if (n === 5) continue
  const [skipped] = n === 4 ? await phone.seal(week(name, n)) : []
  await phone.share(week(name, n, [{ proposal: sent.packet, answer: n % 2 ? 'changed' : 'accepted', day: ago(6) }]))
  if (n === 3) { await takeIn(session); await openPerson(session, client) }
  if (skipped === undefined) continue
}
console.log(JSON.stringify({ origin: relay.origin, code: draft.codes[0], enrolment_code: relay.enrolmentCode() }))
const stop = () => void relay.stop().then(() => process.exit(0))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
setInterval(() => undefined, 60_000)
