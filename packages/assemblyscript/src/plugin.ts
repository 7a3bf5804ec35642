export type { BundlerContext, BundlerMessage, WeftGuestPlugin } from './plugin/bundler.js'
export { type WeftGuestOptions, weftGuest } from './plugin/weft-guest.js'
