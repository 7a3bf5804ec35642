import type { FuncType, ValType } from '@weft/abi'
import type { Sort } from '@weft/wasm-binary'

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

function valueText(type: ValType | undefined, depth: number): string {
  if (type === undefined) return '_'
  if (depth > deepest) return '…'
  const text = (part: ValType | undefined) => valueText(part, depth + 1)
  switch (type.kind) {
    case 'record':
      return `record { ${type.fields.map(({ label, type: field }) => `${label}: ${text(field)}`).join(', ')} }`
    case 'variant':
      return `variant { ${type.cases.map((each) => (each.type ? `${each.label}(${text(each.type)})` : each.label)).join(', ')} }`
    case 'enum':
    case 'flags':
      return `${type.kind} { ${type.labels.join(', ')} }`
    case 'tuple':
      return `tuple<${type.types.map(text).join(', ')}>`
    case 'list':
      return type.length === undefined
        ? `list<${text(type.element)}>`
        : `list<${text(type.element)}, ${type.length}>`
    case 'option':
      return `option<${text(type.type)}>`
    case 'result':
      return `result<${text(type.ok)}, ${text(type.error)}>`
    case 'map':
      return `map<${text(type.key)}, ${text(type.value)}>`
    case 'stream':
    case 'future':
      return `${type.kind}<${text(type.element)}>`
    case 'own':
    case 'borrow':
      return `${type.kind}<${type.resource.name}>`
    default:
      return type.kind
  }
}
