import { defineConfig } from 'vite'
import { foldWordList, oneGlobal, oneHash, plainFields } from './scripts/lighter'

// The driver: the page's own code without its screens, in one file for Node 18 and later.
export default defineConfig({
  plugins: [foldWordList(), oneHash(), plainFields(), oneGlobal()],
  build: {
    ssr: 'src/node/driver.ts',
    outDir: 'dist-node',
    target: 'node18',
    minify: false,
    rollupOptions: { output: { format: 'es', entryFileNames: 'driver.js', inlineDynamicImports: true } },
  },
  ssr: { noExternal: true },
})
