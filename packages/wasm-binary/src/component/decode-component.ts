import { ByteReader } from '@weft/core'
import type { ComponentBinary } from './component-types.js'
import { componentPreamble, readComponent } from './read-component.js'

/**
 * True if the bytes begin like a component, of any version: the layer field tells components from core modules
 * (Binary.md, `preamble`).
 */
export function isComponent(bytes: Uint8Array): boolean {
  const isVersion = (index: number) => index === 4 || index === 5
  return componentPreamble.every((byte, index) => isVersion(index) || bytes[index] === byte)
}

/**
 * Decodes a component (Binary.md, `component`), nested ones included. Core modules and custom sections in the result
 * are views of `bytes`; core modules are not decoded. Throws `BinaryError` for malformed bytes, and for components and
 * types nested more than 100 deep. Names, indices and types are not checked.
 */
export function decodeComponent(bytes: Uint8Array): ComponentBinary {
  // Views of a Buffer would be Buffers, whose slice does not copy.
  return readComponent(new ByteReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)), 0)
}
