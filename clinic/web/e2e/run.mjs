// Walks through the page in Chromium as a practitioner would, and as one with a keyboard only. Against a running demo:
//   npm run e2e -- --origin 'http://127.0.0.1:PORT/#code=...'
// or against a small caseload of its own:
//   npm run e2e -- --fixture
// With `--shots DIR` it keeps pictures. Prints one line a check; exits 0 only if all of them hold.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const args = process.argv.slice(2)
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined)
const here = fileURLToPath(new URL('.', import.meta.url))
const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p))
if (!browserPath) {
  console.log('not run: page in a browser (no Chromium)')
  process.exit(process.env.HANDRAIL_REQUIRE_ALL === '1' ? 1 : 0)
}

let failures = 0
function check(name, ok, detail = '') {
  if (!ok) failures++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok || detail === '' ? '' : `: ${detail}`}`)
}

async function fixture() {
  const child = spawn(process.execPath, [join(here, '../node_modules/vite-node/vite-node.mjs'), join(here, 'fixture.ts')], { cwd: join(here, '..'), stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('{')) return { ...JSON.parse(line), stop: () => child.kill('SIGTERM') }
  throw new Error('the fixture ended')
}

async function given() {
  const url = new URL(option('--origin') ?? '')
  const code = option('--code') ?? decodeURIComponent(url.hash.replace('#code=', ''))
  return { origin: url.origin, code, enrolment_code: option('--enrolment-code'), stop: () => undefined }
}

/** Text whose contrast with what is behind it is under 4.5:1 (3:1 from 24 px, or 18.7 px bold). Runs in the page. */
function lowContrast() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = text
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const light = ([r, g, b]) => [r, g, b].map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0)
  const behind = (e) => {
    for (let x = e; x; x = x.parentElement) {
      const c = rgba(getComputedStyle(x).backgroundColor)
      if (c[3] > 200) return c
    }
    return rgba(getComputedStyle(document.documentElement).backgroundColor)
  }
  const bad = []
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '') || e.closest('button:disabled') || e.getClientRects().length === 0) continue
    const s = getComputedStyle(e)
    const color = rgba(e instanceof SVGElement ? s.fill : s.color)
    const [a, b] = [light(color), light(behind(e))].sort((x, y) => y - x)
    const size = parseFloat(s.fontSize)
    const need = size >= 24 || (size >= 18.66 && Number(s.fontWeight) >= 700) ? 3 : 4.5
    if ((a + 0.05) / (b + 0.05) < need) bad.push(`${e.tagName} "${e.textContent.trim().slice(0, 20)}" ${((a + 0.05) / (b + 0.05)).toFixed(2)}`)
  }
  return bad
}

/** Things a screen reader would stumble over. Runs in the page. */
function unnamed() {
  const bad = []
  const h1 = document.querySelectorAll('h1').length
  if (h1 !== 1) bad.push(`${h1} h1`)
  for (const e of document.querySelectorAll('input, textarea, select')) if (!e.labels?.length && !e.getAttribute('aria-label')) bad.push(`field ${e.id}`)
  for (const e of document.querySelectorAll('button')) if (!(e.textContent.trim() || e.getAttribute('aria-label'))) bad.push('button')
  for (const e of document.querySelectorAll('svg')) {
    const ids = (e.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
    const named = e.getAttribute('aria-label') || (ids.length > 0 && ids.every((id) => document.getElementById(id)?.textContent))
    if (e.getAttribute('role') !== 'img' || !named) bad.push('svg')
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id)
  if (new Set(ids).size !== ids.length) bad.push(`double ids ${ids.filter((x, i) => ids.indexOf(x) !== i).slice(0, 3)}`)
  for (const tag of ['header', 'main']) if (!document.querySelector(tag)) bad.push(tag)
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]))
  levels.forEach((n, i) => i > 0 && n > levels[i - 1] + 1 && bad.push(`h${levels[i - 1]} then h${n}`))
  return bad
}

const sideways = () => document.documentElement.scrollWidth - window.innerWidth

const site = args.includes('--fixture') ? await fixture() : await given()
const shots = option('--shots')
if (shots) mkdirSync(shots, { recursive: true })
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] })
const hosts = new Set()
const violations = []
const errors = []

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, reducedMotion: 'reduce', ...options })
  context.on('request', (r) => hosts.add(new URL(r.url()).host))
  const page = await context.newPage()
  page.on('pageerror', (e) => errors.push(e.message))
  page.on('console', (m) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/i.test(m.text())) violations.push(m.text())
  })
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => console.error(`Content Security Policy ${e.violatedDirective} ${e.blockedURI}`)))
  return page
}
const shot = (page, name, fullPage = true) => (shots ? page.screenshot({ path: join(shots, `${name}.png`), fullPage }) : undefined)
/** Until nothing is being done any more. */
const settled = (page) => page.waitForSelector('[role=status]:not(:has-text("…"))', { state: 'attached' })
const focused = (page) => page.evaluate(() => document.activeElement?.tagName)

try {
  // The door
  const page = await open()
  await page.goto(`${site.origin}/`)
  await page.waitForSelector('#code')
  await shot(page, 'unlock', false)
  check('the door names its parts for a screen reader', (await page.evaluate(unnamed)).length === 0, String(await page.evaluate(unnamed)))
  await page.fill('#code', 'hello')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=alert]:has-text("28 letters")')
  check('a text that is no code is told in words', true)
  const last = site.code.at(-1) === '7' ? '8' : '7'
  await page.fill('#code', site.code.slice(0, -1) + last)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=alert]:has-text("One of the characters")')
  check('a mistyped character is found', true)
  // A whole code with a right check, of nobody here (the one in tests/vectors/headers.json).
  await page.fill('#code', 'MPJT-B9D5-MPJT-B9D5-MPJT-B9D5-MM4H')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=alert]:has-text("opens nothing here")')
  check('somebody else\'s code opens nothing', (await page.$('.person')) === null)
  await page.fill('#code', site.code.toLowerCase().replaceAll('-', ' '))
  await page.keyboard.press('Enter')
  await page.waitForSelector('.person')
  check('the printed code unlocks, however it is typed', true)
  await settled(page)
  check('the focus is on the heading', (await focused(page)) === 'H1')
  await page.click('text=Lock')
  await page.waitForSelector('#code')
  check('the lock leaves no name in the page', !(await page.content()).includes('class="who"'))
  check('nothing is stored in the browser', (await page.evaluate(() => localStorage.length + sessionStorage.length)) === 0 && (await page.context().cookies()).length === 0)
  check('the field forgot the code', (await page.inputValue('#code')) === '')

  // The caseload, by the unlock link of the demo
  const link = await open()
  const begun = Date.now()
  await link.goto(`${site.origin}/#code=${site.code}`)
  await link.waitForSelector('.person')
  await settled(link)
  check('the unlock link opens the caseload', true)
  console.log(`     unlocked and taken in after ${Date.now() - begun} ms`)
  check('the code is gone from the address', !link.url().includes('code'))
  await shot(link, 'caseload')
  check('the caseload names its parts', (await link.evaluate(unnamed)).length === 0, String(await link.evaluate(unnamed)))
  check('contrast in the caseload', (await link.evaluate(lowContrast)).length === 0, String(await link.evaluate(lowContrast)))
  const names = await link.locator('.who').allTextContents()
  await link.fill('#find', names[0].slice(0, 3))
  check('a name can be found', (await link.locator('.who').allTextContents()).every((n) => n.toLowerCase().includes(names[0].slice(0, 3).toLowerCase())))
  await link.fill('#find', 'no such name')
  check('a name that is not there is said', (await link.locator('text=Nobody here has a name like that').count()) === 1)
  await link.fill('#find', '')

  // By keyboard alone to a person with a review
  const withNews = names.findIndex((_, i) => i >= 0) >= 0 ? await link.locator('.person:has(.new)').first().locator('.who').textContent().catch(() => names[0]) : names[0]
  await link.focus('#find')
  let reached = false
  for (let i = 0; i < 60 && !reached; i++) {
    await link.keyboard.press('Tab')
    reached = await link.evaluate((n) => document.activeElement?.querySelector?.('.who')?.textContent === n, withNews)
  }
  check('a person is reached by Tab', reached)
  check('what has the focus shows it', (await link.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth))) >= 2)
  const opening = Date.now()
  await link.keyboard.press('Enter')
  await link.waitForSelector('.review')
  await settled(link)
  console.log(`     a person's page after ${Date.now() - opening} ms`)
  check('Enter opens their page, with the focus on their name', (await focused(link)) === 'H1' && (await link.locator('h1').textContent()).includes(withNews))
  await shot(link, 'person')
  check('the first line says who reads it and when', /You open this before .* not read sooner/.test(await link.locator('.reads').textContent()))
  const order = await link.locator('.review h2').allTextContents()
  check('the sections stand in the order of a meeting', ['talk', 'homework', 'goal', 'coping', 'signs', 'suggested'].every((w, i) => order[i]?.toLowerCase().includes(w)), order.join(' | '))
  check('the person\'s page names its parts', (await link.evaluate(unnamed)).length === 0, String(await link.evaluate(unnamed)))
  check('contrast on the person\'s page', (await link.evaluate(lowContrast)).length === 0, String(await link.evaluate(lowContrast)))
  const figures = await link.locator('figure.trend').count()
  check('three trends and the months, each with a table behind it', figures === 4 && (await link.locator('figure.trend details table').count()) === 4, String(figures))
  check('"demo" is on the sheet', (await link.locator('.demo').count()) >= 1)
  let stops = 0
  for (let i = 0; i < 80; i++) {
    await link.keyboard.press('Tab')
    const at = await link.evaluate(() => (document.activeElement === document.body ? '' : `${document.activeElement.tagName} ${getComputedStyle(document.activeElement).outlineStyle}`))
    if (at === '') break
    if (/none/.test(at)) check('every stop of the Tab key is visible', false, at)
    stops++
  }
  check('the Tab key goes through the page and out', stops > 8 && stops < 80, String(stops))
  const pdf = await link.pdf({ preferCSSPageSize: true, ...(shots ? { path: join(shots, 'person.pdf') } : {}) })
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length
  check('a person prints on one sheet', sheets === 1, `${sheets} sheets`)
  if (shots) {
    // A4 at 96 dots an inch less the margins, to look at what the printer gets.
    await link.emulateMedia({ media: 'print' })
    await link.setViewportSize({ width: 703, height: 1040 })
    await shot(link, 'person-print', false)
    await link.emulateMedia({ media: 'screen' })
    await link.setViewportSize({ width: 1200, height: 900 })
  }
  await link.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  check('text at 200 % is not cut off', (await link.evaluate(sideways)) <= 0)
  await link.evaluate(() => (document.documentElement.style.fontSize = ''))

  // The months are found and told without seeing them: by role and name, the numbers in a table of that name.
  const month = link.getByRole('img', { name: /^Signs, month by month / })
  check('the months are a picture with a name that says what it shows', (await month.count()) === 1 && /Dots for \d+ months, oldest first/.test(await month.getAttribute('aria-labelledby').then((ids) => link.evaluate((i) => i.split(' ').map((id) => document.getElementById(id)?.textContent).join(' '), ids))))
  const behind = link.locator('figure.trend', { has: month })
  await behind.getByText('As a table').click()
  const table = behind.getByRole('table', { name: 'Signs, month by month' })
  check('their table has a row a month, with the days rated', (await table.getByRole('columnheader', { name: 'Days rated' }).count()) === 1 && (await table.getByRole('rowheader').count()) > 1)
  await behind.getByText('As a table').click()
  if (args.includes('--fixture')) {
    check('the level of the good time is in the picture and in words', (await link.getByRole('img', { name: /Signs, month by month .*In their good times it was 0\.4\./ }).count()) === 1 && (await behind.locator('line.good').count()) === 1 && (await link.getByText(/^A good time, agreed together: /).count()) === 1)
    check('a reset is dated on the months', (await behind.locator('line.base').count()) === 2 && (await link.getByText(/^Their usual was set anew together on /).count()) === 1)
    check('what a sheet says besides is folded away, and there', !(await link.getByText('Mornings that are mine').isVisible()) && (await link.getByText('Mornings that are mine').count()) === 1)
    check('a note beside a check-in is shown', await link.getByText('The neighbours were up late.').isVisible())
  }

  // Suggest, see, note
  await link.click('text=Suggest something')
  check('the form has the focus', (await focused(link)) === 'INPUT')
  await link.click('text=Read it as they will')
  check('a suggestion without words is told so', (await link.locator('[role=alert]').textContent()).includes('in a few words'))
  const title = `Walk to the library ${Date.now() % 10_000}`
  await link.fill('#s-title', title)
  await link.fill('#s-why', '<b>Because</b> you said it helps.')
  await link.click('text=Read it as they will')
  check('markup that was typed is shown as it is', (await link.locator('blockquote b').count()) === 0 && (await link.locator('blockquote').textContent()).includes('<b>Because</b>'))
  await shot(link, 'preview')
  await link.click('text=Send the suggestion')
  await link.waitForSelector('[role=status]:has-text("Sent")')
  check('it is listed as suggested, without an answer yet', (await link.locator('.suggested li', { hasText: title }).textContent()).includes('no answer yet'))
  await link.fill('#seen-text', 'I saw this. See you then.')
  await link.click('text=Send the line')
  await link.waitForSelector('text=You wrote on')
  check('one line "I saw this" goes out', true)
  await link.click('text=Copy as note')
  const note = await link.inputValue('#note')
  check('the note has goal, tried, way and next', ['Goal:', 'What was tried:', 'What got in the way:', 'What is next:', title].every((w) => note.includes(w)))
  await link.goBack()
  await link.waitForSelector('.person')
  check('the browser\'s Back goes to the list', true)

  // Add a person
  await link.click('text=Add a person')
  await link.fill('#their-name', 'Alex')
  await link.click('text=Show the code')
  await link.waitForSelector('svg.qr')
  await shot(link, 'pair', false)
  check('an invite is shown as a code to scan', (await link.locator('svg.qr').getAttribute('aria-label')).includes('Alex'))
  await link.click('text=Stop')
  await link.waitForSelector('.person')

  // A click in the first moment, while the page still looks for what is new, is not lost
  const quick = await open()
  await quick.goto(`${site.origin}/#code=${site.code}`)
  await quick.locator('.person').first().click()
  await quick.waitForSelector('h1:not(:has-text("People"))')
  check('a click in the first moment is not lost', (await quick.locator('h1').textContent()).includes(names[0]))

  // Locked while it looks for what is new: nothing of that look comes back, and the code opens again at once
  const hasty = await open()
  let letGo, looks
  const held = new Promise((go) => (letGo = go))
  const looking = new Promise((go) => (looks = go))
  let kept = 0
  await hasty.context().route(/\/v1\/inbox/, async (route) => {
    looks()
    if (kept++ === 0) await held
    await route.continue()
  })
  await hasty.goto(`${site.origin}/#code=${site.code}`)
  await hasty.waitForSelector('.person')
  await looking
  await hasty.click('text=Lock')
  await hasty.fill('#code', site.code)
  await hasty.keyboard.press('Enter')
  await hasty.waitForSelector('.person')
  check('locked in the middle of a look, the code opens again at once', (await hasty.locator('.person').count()) === names.length)
  letGo()
  await settled(hasty)
  check('what the lock cut short is no trouble', (await hasty.locator('[role=alert]:visible').allTextContents()).every((t) => t.trim() === '') && (await hasty.locator('.person').count()) === names.length)

  // Small and dark
  const phone = await open({ viewport: { width: 360, height: 780 }, colorScheme: 'dark' })
  await phone.goto(`${site.origin}/#code=${site.code}`)
  await phone.waitForSelector('.person')
  await settled(phone)
  check('contrast of the caseload in the dark', (await phone.evaluate(lowContrast)).length === 0, String(await phone.evaluate(lowContrast)))
  await phone.click(`.person:has-text("${withNews}")`)
  await phone.waitForSelector('.review')
  check('contrast of a person in the dark', (await phone.evaluate(lowContrast)).length === 0, String(await phone.evaluate(lowContrast)))
  check('a narrow screen does not scroll sideways', (await phone.evaluate(sideways)) <= 0)
  await shot(phone, 'person-narrow-dark')
  await phone.evaluate(() => (document.documentElement.dir = 'rtl'))
  check('right to left it does not either', (await phone.evaluate(sideways)) <= 0)

  // Enrol, where there is a code for it
  if (site.enrolment_code) {
    const fresh = await open()
    await fresh.goto(`${site.origin}/`)
    await fresh.click('text=Set up with an enrolment code')
    await fresh.fill('#name', 'Dr. Inês')
    await fresh.fill('#enrolment', site.enrolment_code)
    await fresh.click('text=Make my keys')
    await fresh.waitForSelector('.big-code')
    await shot(fresh, 'codes')
    const codes = (await fresh.locator('.big-code').allTextContents()).map((c) => c.trim().replace(/\s+/g, '-'))
    const pages = (await fresh.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length
    check('both codes print on one sheet, to cut in two', codes.length === 2 && pages === 1, `${pages} sheets`)
    await fresh.click('text=I have printed them')
    await fresh.fill('#proof-0', codes[0].slice(-4))
    await fresh.fill('#proof-1', 'AAAA')
    await fresh.click('text=Finish')
    await fresh.waitForSelector('[role=alert]:has-text("not the last group of code 2")')
    check('an unproven code is asked for again', true)
    await fresh.fill('#proof-1', codes[1].slice(-4).toLowerCase())
    await fresh.click('text=Finish')
    await fresh.waitForSelector('text=Nobody here yet')
    check('enrolment ends at an empty list that says what to do', true)
    await shot(fresh, 'empty', false)
    await fresh.click('text=Lock')
    await fresh.fill('#code', codes[1])
    await fresh.keyboard.press('Enter')
    await fresh.waitForSelector('text=Nobody here yet')
    check('the second code unlocks', true)
  } else console.log('not run: enrolment in the browser (no enrolment code given)')

  // The check must be able to fail: a style put in as text is what the policy forbids.
  const probe = await open()
  await probe.goto(`${site.origin}/`)
  const before = violations.length
  await probe.evaluate(() => document.body.setAttribute('style', 'color: red'))
  await probe.waitForTimeout(300)
  check('the policy is in force and its violations are seen', violations.splice(before).length > 0)
  check('no violation of the policy', violations.length === 0, violations[0])
  check('no error in the page', errors.length === 0, errors[0])
  check('no request to another host', hosts.size === 1 && hosts.has(new URL(site.origin).host), [...hosts].join(' '))
} catch (e) {
  check('the walk goes through', false, String(e).slice(0, 600))
} finally {
  await browser.close()
  site.stop()
}
console.log(failures === 0 ? 'all checks hold' : `${failures} checks do not hold`)
process.exit(failures === 0 ? 0 : 1)
