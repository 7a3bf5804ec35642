/** How an immediate is written: core specification 5.4. */
export type Shape =
  | 'function'
  | 'type'
  | 'table'
  | 'memory'
  | 'global'
  | 'data'
  | 'element'
  | 'tag'
  | 'local'
  | 'label'
  | 'field'
  | 'labels'
  | 'block'
  | 'memarg'
  | 'i32'
  | 'i64'
  | 'f32'
  | 'f64'
  | 'v128'
  | 'lane'
  | 'shuffle'
  | 'count'
  | 'heap'
  | 'reference'
  | 'nullable'
  | 'cast'
  | 'types'
  | 'catches'
  | 'zero'

export interface OpcodeEntry {
  /** One byte, or `prefix << 16 | sub-opcode`. */
  readonly opcode: number
  /** Name in the text format. */
  readonly name: string
  readonly shapes: readonly Shape[]
}

/**
 * Entries for consecutive opcodes. An item is a name and the shapes of its immediates, separated by spaces; an empty
 * item leaves its opcode unassigned.
 */
export function opcodesFrom(first: number, items: readonly string[]): OpcodeEntry[] {
  return items.flatMap((item, index) => {
    if (item === '') return []
    const [name, ...shapes] = item.split(' ')
    return [{ opcode: first + index, name: name!, shapes: shapes as Shape[] }]
  })
}

/** The same, for names that share a prefix and the shapes of their immediates. */
export function opcodesWith(first: number, prefix: string, names: string, shapes = ''): OpcodeEntry[] {
  const items = names
    .split(' ')
    .map((name) => (name === '-' ? '' : `${prefix}${name}${shapes && ` ${shapes}`}`))
  return opcodesFrom(first, items)
}
