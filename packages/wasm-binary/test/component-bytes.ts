/** Components written byte by byte, for what no text parser writes. */
import { section } from './byte-modules.js'

export const componentHeader = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]

export function componentBytes(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...componentHeader, ...sections.flat()])
}

/** A length-prefixed name. */
export function name(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)]
  return [bytes.length, ...bytes]
}

/** A component type in a component type, and so on, `depth` times. */
export function nestedTypes(depth: number): Uint8Array<ArrayBuffer> {
  let type = [0x41, 0]
  for (let level = 1; level < depth; level++) type = [0x41, 1, 0x01, ...type]
  return componentBytes(section(7, [1, ...type]))
}

/** A component in a component, and so on, `depth` times. */
export function nestedComponents(depth: number): Uint8Array<ArrayBuffer> {
  let component = componentBytes()
  for (let level = 0; level < depth; level++) component = componentBytes(section(4, [...component]))
  return component
}
