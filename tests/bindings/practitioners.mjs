// Practitioners for the scenarios in other languages: the review page's own code in Node (clinic/web/dist-node), one process for
// each, asked over HTTP because a scenario cannot hold a pipe to it from inside another Debian.
//
//   POST /sam   {"cmd": "enrol", "display_name": "Sam"}   -> {"ok": true, ...}
//
// The commands are the driver's (clinic/web/README.md), and three of our own: `enrol` gets its code from the relay's operator and
// begins a new practitioner under that name; `pair_words` waits for the four words; `pair_yes` says "same" and waits for the client's
// yes. `now` (ms) sets the page's clock for this command and those after it; without it, it has the time of day.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

const [driver, clinic, data, origin] = process.argv.slice(2)

class Practitioner {
  constructor() {
    this.child = spawn(process.execPath, ['--no-warnings', driver], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
    this.turn = Promise.resolve()
  }

  /** One command after the other, whoever asks. */
  ask(command) {
    const answer = this.turn.then(async () => {
      this.child.stdin.write(`${JSON.stringify({ now: Date.now(), zone: 'Europe/London', ...command })}\n`)
      const { value, done } = await this.lines.next()
      if (done) throw new Error('the page\'s code ended')
      return JSON.parse(value)
    })
    this.turn = answer.catch(() => undefined)
    return answer
  }

  /** Asks until the state is one of these, or the pairing is over. */
  async until(command, states) {
    for (let tries = 0; tries < 600; tries++) {
      const answer = await this.ask(command)
      if (!answer.ok || answer.state === 'over' || states.includes(answer.state)) return answer
      await new Promise((later) => setTimeout(later, 50))
    }
    return { ok: false, error: { code: 'nobody_came', at: 'command' } }
  }

  end() {
    this.child.stdin.end()
  }
}

const known = new Map()

async function answered(name, command) {
  if (command.cmd === 'enrol') {
    known.get(name)?.end()
    known.set(name, new Practitioner())
    const said = execFileSync(clinic, ['enrol', '--data', data], { encoding: 'utf8' })
    command = { ...command, origin, enrolment_code: said.split('\n')[0] }
  }
  const one = known.get(name)
  if (!one) return { ok: false, error: { code: 'not_enrolled', at: 'command' } }
  if (command.cmd === 'pair_words') return one.until({ ...command, cmd: 'pair_poll' }, ['words'])
  if (command.cmd === 'pair_yes') {
    const said = await one.ask({ ...command, cmd: 'pair_confirm' })
    return said.ok ? one.until({ ...command, cmd: 'pair_await_roster' }, ['paired']) : said
  }
  return one.ask(command)
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += part
  let answer
  try {
    answer = await answered(request.url, JSON.parse(body))
  } catch (why) {
    answer = { ok: false, error: { code: String(why), at: 'practitioners' } }
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answer))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
console.log(`Origin http://127.0.0.1:${server.address().port}`)

// Whoever started this is gone when its input ends, however that came about.
process.stdin.resume()
process.stdin.on('end', () => {
  for (const one of known.values()) one.end()
  process.exit(0)
})
