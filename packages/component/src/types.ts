export { generateTypes } from './types/generate-types.js'
export type { ComponentDescription } from './types/layout.js'
