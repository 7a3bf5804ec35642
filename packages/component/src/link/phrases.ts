import type { FuncType, ValType } from '@weft/abi'
import type { Sort } from '@weft/wasm-binary'
import { partsOf } from './type-facts.js'

/** `an instance`, `nothing`. */
export function sortPhrase(sort: Sort | undefined): string {
  if (sort === undefined) return 'nothing'
  const name = sort === 'func' ? 'function' : sort
  return `${name === 'instance' ? 'an' : 'a'} ${name}`
}

/** A function type in the way of WIT, cut where it becomes long. */
export function typeText({ async, params, result }: FuncType): string {
  const parameters = params.map(({ label, type }) => `${label}: ${valueText(type, 0)}`).join(', ')
  const returns = result === undefined ? '' : ` -> ${valueText(result, 0)}`
  return `${async ? 'async ' : ''}(${parameters})${returns}`
}

const deepest = 3

function valueText(type: ValType, depth: number): string {
  if (type.kind === 'own' || type.kind === 'borrow') return `${type.kind}<${type.resource.name}>`
  const labels = 'labels' in type ? type.labels : []
  const parts = depth < deepest ? partsOf(type).map((part) => valueText(part, depth + 1)) : []
  const inside = [...labels, ...parts].join(', ')
  return inside === '' ? type.kind : `${type.kind}<${inside}>`
}
