// What makes the built page a tenth lighter without changing what it computes. The driver is built with them too, so that the
// vectors run through them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { minify } from 'terser'
import type { Plugin } from 'vite'

// The list of 2,048 words is the largest single thing in the page. It is sorted, so each word is written as how many letters it shares
// with the one before and the rest, and unfolded again when the page starts: a third less on the wire, the same list.

export function fold(words: readonly string[]): string {
  let before = ''
  return words
    .map((w) => {
      let n = 0
      while (n < before.length && before[n] === w[n]) n++
      before = w
      return n + w.slice(n)
    })
    .join('')
}

export const UNFOLD = `(s) => { let w = ''; return s.match(/\\d\\D*/g).map((x) => (w = w.slice(0, +x[0]) + x.slice(1))) }`

export function foldWordList(): Plugin {
  return {
    name: 'fold-word-list',
    enforce: 'pre',
    async load(id) {
      if (!/bip39\/.*wordlists\/english\.js$/.test(id)) return null
      const { wordlist } = (await import('@scure/bip39/wordlists/english')) as { wordlist: string[] }
      return `export const wordlist = (${UNFOLD})(${JSON.stringify(fold(wordlist))})`
    },
  }
}

/**
 * X-Wing takes from the X25519 package the curve alone, but the package brings a second SHA-256 and HMAC in JavaScript for HKDF salts of odd
 * lengths. Nothing here derives with it (the suite's HKDF is WebCrypto's), so WebCrypto's stands in its place.
 */
export function oneHash(): Plugin {
  return {
    name: 'one-hash',
    enforce: 'pre',
    load: (id) => (/dhkem-x25519\/esm\/src\/hkdfSha256\.js$/.test(id) ? "export { HkdfSha256Native as HkdfSha256 } from '@hpke/common'" : null),
  }
}

/**
 * The HPKE packages were compiled for engines without class fields: each field of each class is a call of Object.defineProperty with four
 * flags, ninety of them. On an object without a setter of that name an assignment does the very same.
 */
export function plainFields(): Plugin {
  const field = /Object\.defineProperty\(this, "(\w+)", \{\s*enumerable: true,\s*configurable: true,\s*writable: true,\s*value: ([^{}]*?)\s*\}\);/g
  return {
    name: 'plain-fields',
    enforce: 'pre',
    transform: (code, id) => (/node_modules\/(@hpke|mlkem)\//.test(id) ? { code: code.replace(field, 'this.$1 = $2;'), map: null } : null),
  }
}

/**
 * They also ask Node for its crypto where a page has none. A browser always has it, and a single import() makes the bundler bring the whole
 * loader of parts. Not for the driver, which runs in Node.
 */
export function noNodeCrypto(): Plugin {
  return {
    name: 'no-node-crypto',
    enforce: 'pre',
    transform: (code, id) => (/node_modules\/(@hpke|mlkem)\//.test(id) ? { code: code.replaceAll('await import("crypto")', '{}'), map: null } : null),
  }
}

/** And both bring a stand-in for `globalThis` as Deno has it. */
export function oneGlobal(): Plugin {
  return { name: 'one-global', enforce: 'pre', load: (id) => (/node_modules\/(@hpke|mlkem)\/.*_dnt\.shims\.js$/.test(id) ? 'export const dntGlobalThis = globalThis' : null) }
}

/**
 * Every message has an id that says where it stands, and the id travels twice: with its text and where it is shown. In the built page it is
 * a few letters. Families whose ids code puts together (`answer.${...}`) keep theirs, and so do ids that could be another word in quotes.
 */
export function shortIds(src: string): Plugin {
  const sources = readdirSync(src, { recursive: true }).map(String).filter((f) => /\.(ts|svelte)$/.test(f)).map((f) => readFileSync(join(src, f), 'utf8'))
  const families = sources.flatMap((text) => [...text.matchAll(/`([a-z]+\.[\w.]*)\$\{/g)].map((m) => m[1] as string))
  const ids = [...readFileSync(join(src, 'words/en.ts'), 'utf8').matchAll(/^ {2}'(\w+\.[\w.]+)':/gm)].map((m) => m[1] as string)
  const short = new Map(ids.filter((id) => !families.some((family) => id.startsWith(family))).map((id, i) => [id, `$${i.toString(36)}`]))
  const quoted = (code: string) => code.replace(/'([\w.]+)'/g, (whole, text: string) => (short.has(text) ? `'${short.get(text)}'` : whole))
  return { name: 'short-ids', enforce: 'pre', transform: (code, id) => (id.startsWith(src) ? { code: quoted(code), map: null } : null) }
}

/** Names are given out by how often letters stand in the text. Once more, now that the text is the finished one: 0.4 % less. */
export function shorterNames(): Plugin {
  return {
    name: 'shorter-names',
    enforce: 'post',
    async generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = (await minify(chunk.code, { module: true, ecma: 2020, compress: false })).code ?? chunk.code
    },
  }
}
