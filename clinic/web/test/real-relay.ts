// The relay's own binary on a free port with an empty folder, for tests and for the fixture of the browser walk.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Where the binary is: named by `HANDRAIL_CLINIC_BIN`, else built by cargo in this repository. */
export const relayBinary = (): string | undefined =>
  [process.env.HANDRAIL_CLINIC_BIN, fileURLToPath(new URL('../../../target/debug/handrail-clinic', import.meta.url))].find((p) => p !== undefined && existsSync(p))

export interface RealRelay {
  readonly origin: string
  enrolmentCode(): string
  stop(): Promise<void>
}

export async function startRelay(binary: string, options: readonly string[] = []): Promise<RealRelay> {
  const data = mkdtempSync(join(tmpdir(), 'handrail-page-'))
  const child: ChildProcess = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--requests-per-minute', '100000', '--challenges-per-minute', '1000', ...options], { stdio: ['ignore', 'pipe', 'ignore'] })
  const origin = await new Promise<string>((done, fail) => {
    const timer = setTimeout(() => fail(new Error('the relay did not start')), 20_000)
    child.once('exit', () => fail(new Error('the relay ended')))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line)
      if (found) {
        clearTimeout(timer)
        done(found[0])
      }
    })
  })
  return {
    origin,
    enrolmentCode: () => {
      const out = execFileSync(binary, ['enrol', '--data', data], { encoding: 'utf8' })
      const code = out.split(/\s+/).find((w) => /^[0-9A-Za-z-]{16,}$/.test(w))
      if (!code) throw new Error('no enrolment code')
      return code
    },
    stop: () =>
      new Promise((done) => {
        child.once('exit', () => {
          rmSync(data, { recursive: true, force: true })
          done()
        })
        child.kill('SIGTERM')
      }),
  }
}
