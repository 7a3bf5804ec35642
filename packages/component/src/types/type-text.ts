import type { CaseDescription, FieldDescription, TypeDescription } from '../describe/descriptions.js'
import { camelCase } from '../host/names.js'
import type { Block } from './layout.js'
import { compatible, type Member, property } from './members.js'
import { memberKey, quote } from './names.js'
import { type Helper, numberArrayOf, type TextContext } from './text-context.js'
import { isKind, isPlainOption, looksLikeOutcome, type TypeOf } from './type-shapes.js'

/** Values go out of the component to JavaScript, or in. */
export type Direction = 'in' | 'out'

/** Writes types as TypeScript. `home`: the block whose names need no prefix. */
export class TypeWriter {
  readonly context: TextContext
  readonly #home: Block | undefined

  constructor(context: TextContext, home?: Block) {
    this.context = context
    this.#home = home
  }

  helper(name: Helper, ...parameters: readonly string[]): string {
    this.context.helpers.add(name)
    return parameters.length === 0 ? name : `${name}<${parameters.join(', ')}>`
  }

  /** A type by its name, if it has one, and else as it is. */
  type(type: TypeDescription, direction: Direction): string {
    this.context.count()
    if (typeof type === 'string') return this.#primitive(type)
    // Any array will do on the way in, and not only what the name stands for.
    const isArray = type.kind === 'tuple' || (type.kind === 'list' && type.element !== 'u8')
    const name = direction === 'in' && isArray ? undefined : type.name
    return this.reference(name, direction) ?? this.shape(type, direction)
  }

  /** The name for a type or resource, or for the class of a resource, as seen from here. */
  reference(name: string | undefined, which: Direction | 'class'): string | undefined {
    const home = name === undefined ? undefined : this.context.layout.homes.get(name)
    if (home === undefined) return undefined
    const local = which === 'out' ? home.name : which === 'in' ? home.inputName : home.className
    return home.block === this.#home ? local : `${home.block.name}.${local}`
  }

  #primitive(kind: string): string {
    if (kind === 'error-context') return this.helper('ErrorContext')
    if (kind === 'bool') return 'boolean'
    if (kind === 'string' || kind === 'char') return 'string'
    return kind === 'u64' || kind === 's64' ? 'bigint' : 'number'
  }

  shape(type: TypeDescription, direction: Direction): string {
    if (typeof type === 'string') return this.#primitive(type)
    switch (type.kind) {
      case 'record':
        return inline(type.fields.map((each) => this.field(each, direction)))
      case 'variant':
        return type.cases.map((each) => this.case(each, direction)).join(' | ')
      case 'enum':
        return type.labels.map(quote).join(' | ')
      case 'flags':
        return inline(type.labels.map((each) => this.flag(each)))
      case 'tuple':
        return `${direction === 'in' ? 'readonly ' : ''}[${type.types.map((each) => this.type(each, direction)).join(', ')}]`
      case 'list':
        return this.#list(type, direction)
      case 'option':
        return this.#option(type, direction)
      case 'result':
        return this.helper('Result', ...this.outcome(type, direction))
      case 'map':
        return `Map<${this.type(type.key, direction)}, ${this.type(type.value, direction)}>`
      case 'stream':
        return this.#stream(type, direction)
      case 'future':
        return this.#future(type, direction)
      case 'own':
      case 'borrow':
        return this.reference(type.resource, direction) ?? 'object'
    }
  }

  /** A member for a value that need not be there if its type has undefined. */
  field({ label, type }: FieldDescription, direction: Direction): Member {
    return property(memberKey(camelCase(label)), this.type(type, direction), isPlainOption(type))
  }

  flag(label: string): Member {
    return property(memberKey(camelCase(label)), 'boolean | undefined', true)
  }

  case({ label, type }: CaseDescription, direction: Direction): string {
    const tag = property('tag', quote(label))
    return inline(type ? [tag, this.field({ label: 'val', type }, direction)] : [tag])
  }

  /** The types of ok and err, if one of them carries something. */
  outcome({ ok, error }: TypeOf<'result'>, direction: Direction): readonly string[] {
    const types = ok || error ? [ok, error] : []
    return types.map((type) => (type ? this.type(type, direction) : 'void'))
  }

  #list({ element }: TypeOf<'list'>, direction: Direction): string {
    const numbers = numberArrayOf(element)
    if (element === 'u8') return 'Uint8Array'
    const text = this.type(element, direction)
    const short = /^[\w.]+$/.test(text)
    if (direction === 'out') return short ? `${text}[]` : `Array<${text}>`
    const list = short ? `readonly ${text}[]` : `ReadonlyArray<${text}>`
    return numbers ? `${list} | ${numbers}` : list
  }

  #option(type: TypeOf<'option'>, direction: Direction): string {
    if (isPlainOption(type)) return `${this.type(type.type, direction)} | undefined`
    return `${this.case({ label: 'some', type: type.type }, direction)} | { tag: 'none' }`
  }

  #stream({ element }: TypeOf<'stream'>, direction: Direction): string {
    const numbers = numberArrayOf(element)
    const parts = [element ? this.type(element, direction) : 'undefined', ...(numbers ? [numbers] : [])]
    if (direction === 'out') return this.helper('StreamReader', ...parts)
    return this.helper(numbers ? 'NumberStreamInput' : 'StreamInput', ...parts)
  }

  #future({ element }: TypeOf<'future'>, direction: Direction): string {
    if (direction === 'in') return this.helper('FutureInput', this.settled(element))
    if (isKind(element, 'future')) return this.helper('LazyFuture', this.keptFuture(element))
    return this.helper('LazyFuture', element ? this.type(element, 'out') : 'void')
  }

  /** A future where a promise would take its `then` for its own. */
  keptFuture({ element }: TypeOf<'future'>): string {
    return this.helper('FutureReader', element ? this.type(element, 'out') : 'void')
  }

  /** What a host's function returns, or its promise resolves to. */
  settled(type: TypeDescription | undefined): string {
    if (type === undefined) return 'void'
    if (!isKind(type, 'result')) return this.type(type, 'in')
    if (type.ok && looksLikeOutcome(type.ok)) return this.type(type.ok, 'in')
    return this.helper('ResultInput', ...this.outcome(type, 'in'))
  }
}

function inline(members: readonly Member[]): string {
  return `{ ${compatible(members)
    .map(({ text }) => text)
    .join('; ')} }`
}
