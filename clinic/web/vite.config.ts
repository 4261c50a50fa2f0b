import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { foldWordList, noNodeCrypto, oneGlobal, oneHash, plainFields, shortIds, shorterNames } from './scripts/lighter'

// Two builds of one page. The demo's has a clock from /demo.json and an unlock link; in the other that code is not there at all,
// because `__DEMO__` is replaced before the bundler drops what cannot run.
export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [foldWordList(), oneHash(), plainFields(), oneGlobal(), noNodeCrypto(), shortIds(fileURLToPath(new URL('src', import.meta.url))), svelte(), shorterNames()],
  define: { __DEMO__: JSON.stringify(mode === 'demo') },
  build: {
    outDir: mode === 'demo' ? 'dist-demo' : 'dist',
    target: 'es2022',
    minify: 'terser',
    terserOptions: { module: true, mangle: { properties: { regex: /^_[a-z]/ } }, ecma: 2020, compress: { passes: 3, ecma: 2020, unsafe_arrows: true, keep_fargs: false } },
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // A list of words in the midst of code costs a seventh more: each packs better by itself.
    rollupOptions: { output: { manualChunks: (id) => (/wordlists\/english/.test(id) ? 'words' : undefined) } },
  },
}))
