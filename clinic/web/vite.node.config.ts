import { defineConfig } from 'vite'

// The driver: the page's own code without its screens, in one file for Node 18 and later.
export default defineConfig({
  build: {
    ssr: 'src/node/driver.ts',
    outDir: 'dist-node',
    target: 'node18',
    minify: false,
    rollupOptions: { output: { format: 'es', entryFileNames: 'driver.js', inlineDynamicImports: true } },
  },
  ssr: { noExternal: true },
})
