import { camelCase } from '@weft/abi'

export { camelCase }

/** A function's name in a component, taken apart. Specification: Explainer, `plainname`. */
export interface FunctionName {
  readonly kind: 'function' | 'method' | 'static' | 'constructor'
  readonly label: string
  /** The label of the resource that a method, static or constructor belongs to. */
  readonly resource: string
}

const annotated = /^\[(method|static|constructor)\]([^.]*)(?:\.(.*))?$/

export function parseFunctionName(name: string): FunctionName {
  const match = annotated.exec(name)
  if (!match) return { kind: 'function', label: name, resource: '' }
  return { kind: match[1] as FunctionName['kind'], label: match[3] ?? '', resource: match[2]! }
}

/** `get-JSON-text` to `GetJsonText`. */
export function pascalCase(label: string): string {
  const name = camelCase(label)
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}
