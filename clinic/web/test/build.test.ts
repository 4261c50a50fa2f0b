// What is in the built files, and what is not. Runs where the page was built (`npm run build`).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { wordlist } from '@scure/bip39/wordlists/english'
import { describe, expect, it } from 'vitest'
import { fold, shortIds, UNFOLD } from '../scripts/lighter'
import { BUDGET, sizes } from '../scripts/size.mjs'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const everything = (dir: string, ext: RegExp) => readdirSync(at(dir), { recursive: true }).map(String).filter((f) => ext.test(f)).map((f) => ({ file: f, text: readFileSync(join(at(dir), f), 'utf8') }))
const built = (dir: string) => everything(dir, /\.(js|css|html|svg)$/).map((f) => f.text).join('\n')

describe.skipIf(!existsSync(at('dist/index.html')))('the shipped page', () => {
  const page = () => built('dist')
  it('has none of the demo\'s code, which the demo has', () => {
    for (const trace of ['demo.json', '#code=', 'location.hash', '127.0.0.1']) {
      expect(page().includes(trace), trace).toBe(false)
      expect(built('dist-demo').includes(trace), trace).toBe(true)
    }
  })
  it('names no other host', () => {
    const hosts = new Set([...page().matchAll(/(?:https?:)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map((m) => (m[1] as string).toLowerCase()))
    // Names of XML dialects and a link in an error text of Svelte: never fetched, and the policy would not let them be.
    for (const known of ['www.w3.org', 'svelte.dev']) hosts.delete(known)
    expect([...hosts]).toEqual([])
  })
  it('has no inline script, style or handler, and needs no policy for HTML', () => {
    const html = readFileSync(at('dist/index.html'), 'utf8')
    expect(/<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/i.test(html)).toBe(false)
    for (const trace of ['innerHTML', 'insertAdjacentHTML', 'document.write', 'eval(', 'new Function', 'setAttribute("style"']) {
      expect(page().includes(trace), trace).toBe(false)
    }
  })
  it('fits its budget', () => {
    expect(sizes(at('dist')).reduce((n, x) => n + x.gzip, 0)).toBeLessThanOrEqual(BUDGET)
  })
})

describe('the source', () => {
  const svelte = everything('src', /\.svelte$/)
  it('puts text into text nodes only, and no style into markup', () => {
    expect(svelte.length).toBeGreaterThan(10)
    for (const { file, text } of svelte) {
      expect(/\{@html/.test(text), file).toBe(false)
      expect(/\sstyle[=:]/.test(text), file).toBe(false)
    }
  })
  it('has its words in one place: no sentence in a screen', () => {
    for (const { file, text } of svelte) {
      const markup = text.replace(/<script[\s\S]*?<\/script>/g, '').replace(/\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}/g, '').replace(/<!--[\s\S]*?-->/g, '').replace(/<[^>]*>/g, ' ')
      expect(markup.match(/[A-Za-z]{3,}/g) ?? [], file).toEqual([])
    }
  })
  it('arrows point down only', () => {
    const rank = ['wire', 'seal', 'vault', 'relay', 'desk', 'ui']
    for (const { file, text } of everything('src', /\.(ts|svelte)$/)) {
      const folder = file.split(/[\\/]/)[0] as string
      if (!rank.includes(folder)) continue
      for (const [, other] of text.matchAll(/from '\.\.\/(\w+)\//g)) if (rank.includes(other as string)) expect(rank.indexOf(other as string), `${file} -> ${other}`).toBeLessThanOrEqual(rank.indexOf(folder))
    }
  })
  it('an id becomes short where it is written out, and stays where code puts it together', () => {
    const of = (code: string) => ((shortIds(at('src')).transform as (code: string, id: string) => { code: string } | null)(code, at('src/ui/App.svelte')) ?? { code: '' }).code
    const ids = ['person.back', 'person.edit', 'enrol.code'].map((id) => of(`'${id}'`))
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^'\$\w{1,3}'$/)
    expect(of("'answer.accepted' 'obstacle.forgot' 'more' 'no.such'")).toBe("'answer.accepted' 'obstacle.forgot' 'more' 'no.such'")
  })
  it('the folded word list unfolds to the list', () => {
    const unfold = (0, eval)(UNFOLD) as (s: string) => string[]
    expect(unfold(fold(wordlist))).toEqual(wordlist)
    expect(fold(wordlist).length).toBeLessThan(wordlist.join(' ').length * 0.7)
  })
})
