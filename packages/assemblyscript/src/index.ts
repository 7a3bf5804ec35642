export { type BuildDiagnostic, BuildError } from './build-error.js'
export { type BuildGuestOptions, type BuiltGuest, buildGuest } from './build-guest.js'
export type { GuestSettings } from './compiler-options.js'
