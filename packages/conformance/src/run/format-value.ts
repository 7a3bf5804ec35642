import { sizesInBytes, type Value } from '../values.js'

/** A value by its bits: `f32 0x7fc00000`. */
function formatValue({ type, bits }: Value): string {
  return `${type} 0x${bits.toString(16).padStart(2 * sizesInBytes[type], '0')}`
}

export function formatValues(values: readonly Value[]): string {
  return values.length === 0 ? 'nothing' : values.map(formatValue).join(', ')
}
