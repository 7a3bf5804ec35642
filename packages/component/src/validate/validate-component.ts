import type { ComponentBinary } from '@weft/wasm-binary'
import { CoreTypes } from '../core-types/core-types.js'
import { checkComponent } from './definitions.js'
import type { ComponentInterface } from './type-model.js'

/**
 * Checks a decoded component with all that is in it, and gives its type: what it imports and exports, by name and in
 * order. Throws `ValidationError` with the offset of the definition that breaks a rule, in the words of wasm-tools,
 * and `BinaryError` where a core module or an encoded value in it is malformed. Explainer.md and Binary.md, "validation"; the
 * code of core modules is checked by the engine.
 */
export function validateComponent(binary: ComponentBinary): ComponentInterface {
  return checkComponent(binary, new CoreTypes())
}
