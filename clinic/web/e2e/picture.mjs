// Takes the README's picture: the first person of a running demo, as their page is opened before the meeting.
//   node e2e/picture.mjs 'http://127.0.0.1:PORT/#code=...' FILE.png
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const [address, file] = process.argv.slice(2)
const executablePath = [process.env.HANDRAIL_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => p && existsSync(p))
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1080, height: 1500 } })
  await page.goto(address)
  await page.locator('.person').first().click()
  await page.getByRole('heading', { level: 1, }).waitFor()
  await page.getByRole('heading', { name: /warning signs/i }).waitFor()
  await page.mouse.move(0, 0)
  await page.screenshot({ path: file })
} finally {
  await browser.close()
}
