import type { FieldDescription, FunctionDescription, TypeDescription } from '../describe/descriptions.js'
import type { TextContext } from './text-context.js'

const declaredKinds: readonly string[] = ['record', 'variant', 'enum', 'flags']

/** Types as WIT has them, for comments. */
export class WitWriter {
  readonly #context: TextContext

  constructor(context: TextContext) {
    this.#context = context
  }

  /** `async func(name: string) -> option<u32>`. */
  function({ async, params, result }: FunctionDescription, skipped = 0): string {
    const list = params.slice(skipped).map((each) => this.#field(each))
    return `${async ? 'async ' : ''}func(${list.join(', ')})${result ? ` -> ${this.type(result)}` : ''}`
  }

  #field({ label, type }: FieldDescription): string {
    return `${label}: ${this.type(type)}`
  }

  /** How a type is declared; only by its name where it `isHome` elsewhere. */
  declaration(name: string, type: TypeDescription, isHome: boolean): string {
    if (typeof type === 'object' && type.name !== undefined && !isHome) return `type ${name}`
    const shape = this.shape(type)
    return declaredKinds.includes(shape) ? `${shape} ${name}` : `type ${name} = ${shape}`
  }

  type(type: TypeDescription): string {
    this.#context.count()
    if (typeof type === 'string') return type
    return type.name === undefined ? this.shape(type) : label(type.name)
  }

  shape(type: TypeDescription): string {
    if (typeof type === 'string') return type
    switch (type.kind) {
      case 'list':
        return `list<${this.#types([type.element])}${type.length === undefined ? '' : `, ${type.length}`}>`
      case 'tuple':
        return `tuple<${this.#types(type.types)}>`
      case 'option':
        return `option<${this.type(type.type)}>`
      case 'result':
        return this.#result(type.ok, type.error)
      case 'map':
        return `map<${this.#types([type.key, type.value])}>`
      case 'stream':
      case 'future':
        return type.element ? `${type.kind}<${this.type(type.element)}>` : type.kind
      case 'own':
        return label(type.resource)
      case 'borrow':
        return `borrow<${label(type.resource)}>`
      default:
        return type.kind
    }
  }

  #types(types: readonly TypeDescription[]): string {
    return types.map((each) => this.type(each)).join(', ')
  }

  #result(ok: TypeDescription | undefined, error: TypeDescription | undefined): string {
    if (error) return `result<${ok ? this.type(ok) : '_'}, ${this.type(error)}>`
    return ok ? `result<${this.type(ok)}>` : 'result'
  }
}

/** The last part of where a type is first imported or exported. */
function label(name: string): string {
  return name.slice(name.lastIndexOf('#') + 1)
}
