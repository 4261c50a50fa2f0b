import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess({ script: false }),
  compilerOptions: {
    runes: true,
    // Templates are built element by element, never through innerHTML: the page needs no trusted-types policy at all.
    fragments: 'tree',
  },
}
