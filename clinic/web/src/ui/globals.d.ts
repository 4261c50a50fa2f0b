/** True in the demo's build only; replaced by the bundler. */
declare const __DEMO__: boolean
