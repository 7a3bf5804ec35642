export { generateBindings } from './bindgen/generate-bindings.js'
export {
  type WriteBindingsOptions,
  type WrittenBindings,
  writeBindings,
} from './bindgen/write-bindings.js'
export type { WrittenFiles } from './bindgen/write-texts.js'
export { type BuildDiagnostic, BuildError } from './build-error.js'
export { type BuildGuestOptions, type BuiltGuest, buildGuest } from './build-guest.js'
export type { GuestSettings } from './compiler-options.js'
export {
  type BuildComponentOptions,
  type BuiltComponent,
  buildComponent,
} from './component-build/build-component.js'
export { findWit } from './wit/find-wit.js'
export { type LoadWorldOptions, loadWorld, loadWorldFromText } from './wit/load-world.js'
export { WitError } from './wit/wit-error.js'
export type * from './wit/world.js'
