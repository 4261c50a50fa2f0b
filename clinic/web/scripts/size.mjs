// The built page, all of it, gzipped, against its budget: 80 kB (80,000 bytes).
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

export const BUDGET = 80_000

export function sizes(dir) {
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((f) => statSync(f).isFile())
    .map((f) => ({ file: f.slice(dir.length + 1), gzip: gzipSync(readFileSync(f), { level: 9 }).length }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const list = sizes(fileURLToPath(new URL('../dist', import.meta.url)))
  for (const x of list) console.log(String(x.gzip).padStart(8), x.file)
  const all = list.reduce((n, x) => n + x.gzip, 0)
  console.log(String(all).padStart(8), `in all, of ${BUDGET}`)
  process.exit(all <= BUDGET ? 0 : 1)
}
