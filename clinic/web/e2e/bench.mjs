// How long a practitioner waits for a person's page: from the key that opens it to the frame that shows it, in Chromium.
// The review is fetched, opened (X-Wing, signature, inflated) and drawn; the fixture's relay answers on this machine.
//   node e2e/bench.mjs [--rounds N]
// Prints one JSON object: {"opened_ms": [...]}, one number for each first opening of a person in a fresh session.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const at = process.argv.indexOf('--rounds')
const rounds = at < 0 ? 8 : Number(process.argv[at + 1])
const here = fileURLToPath(new URL('.', import.meta.url))
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p))
if (!executablePath) {
  console.error('no Chromium here')
  process.exit(2)
}
const child = spawn(process.execPath, [join(here, '../node_modules/vite-node/vite-node.mjs'), join(here, 'fixture.ts')], { cwd: join(here, '..'), stdio: ['ignore', 'pipe', 'inherit'] })
let site
for await (const line of createInterface({ input: child.stdout }))
  if (line.startsWith('{')) {
    site = JSON.parse(line)
    break
  }
if (!site) throw new Error('the fixture ended')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const opened = []

/** In the page: press Enter on the person's line; the time until the frame after the one that holds their review. */
const open = (line) =>
  new Promise((done) => {
    const from = performance.now()
    const seen = new MutationObserver(() => {
      if (!document.querySelector('.review')) return
      seen.disconnect()
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))
    })
    seen.observe(document.body, { childList: true, subtree: true })
    line.click()
  })

try {
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(`${site.origin}/#code=${site.code}`)
    await page.waitForSelector('.person')
    await page.waitForSelector('[role=status]:not(:has-text("…"))', { state: 'attached' })
    const people = await page.locator('.person').count()
    for (let n = 0; n < people; n++) {
      const line = page.locator('.person').nth(n)
      // Who never sent anything has no review to open.
      if (/nothing shared yet|waiting/i.test((await line.locator('.news').textContent()) ?? '')) continue
      opened.push(await line.evaluate(open))
      await page.goBack()
      await page.waitForSelector('.person')
    }
    await context.close()
  }
} finally {
  await browser.close()
  child.kill('SIGTERM')
}
console.log(JSON.stringify({ opened_ms: opened.map((ms) => Math.round(ms * 10) / 10) }))
process.exit(0)
