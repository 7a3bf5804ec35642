/**
 * Where a value lies. In `memory` it has the layout of the canonical ABI. In `slots` it lies as it is flattened: each core
 * value in eight bytes of its own. Those of a variant's cases are joined there by lying in the same bytes, which is what
 * the specification's conversions between them come to.
 */
export interface Place {
  readonly layout: 'memory' | 'slots'
  /** An expression. */
  readonly address: string
  readonly offset: number
}

export const slotBytes = 8

/** A place `offset` bytes further. */
export function further(place: Place, offset: number): Place {
  return { ...place, offset: place.offset + offset }
}

/** The address as one expression. */
export function addressText({ address, offset }: Place): string {
  return offset === 0 ? address : `${address} + ${offset}`
}

export function loadText(type: string, { address, offset }: Place): string {
  return `load<${type}>(${address}${offset === 0 ? '' : `, ${offset}`})`
}

export function storeText(type: string, { address, offset }: Place, value: string): string {
  return `store<${type}>(${address}, ${value}${offset === 0 ? '' : `, ${offset}`})`
}
