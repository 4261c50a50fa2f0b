// Writes tests/vectors/sealed-by-page.json with the driver of this build: `npm run build:node && npm run vectors`.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const dir = fileURLToPath(new URL('../../../tests/vectors', import.meta.url))
const driver = fileURLToPath(new URL('../dist-node/driver.js', import.meta.url))
mkdirSync(dir, { recursive: true })
const run = spawnSync(process.execPath, [driver], { input: `${JSON.stringify({ cmd: 'vectors', dir })}\n`, encoding: 'utf8' })
process.stdout.write(run.stdout)
process.stderr.write(run.stderr)
process.exit(run.status === 0 && JSON.parse(run.stdout).ok ? 0 : 1)
