/** Modules written byte by byte, for what wabt cannot assemble. */

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

export function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

export function vector(...items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

export function moduleBytes(...sections: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...preamble, ...sections.flat()])
}

/** A code section entry without locals; the final `end` is added. */
export function body(...instructions: readonly number[]): number[] {
  return [...unsigned(instructions.length + 2), 0, ...instructions, 0x0b]
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}
