import type { CompositeType, FieldType, MemoryType, SizeLimits, SubType, ValueType } from '@weft/wasm-binary'

/** Ends what is going on with an error. */
export type Fail = (message: string) => never

/** A core value type as it is written; type indices are replaced by the ids of types. */
export type CoreValueType = string

/** A type of core WebAssembly. Types that are equal are the same object. */
export interface CoreType {
  readonly kind: CompositeType['kind']
  readonly id: number
  /** Empty where the type is no function type. */
  readonly parameters: readonly CoreValueType[]
  readonly results: readonly CoreValueType[]
}

export interface CoreTableType {
  readonly element: CoreValueType
  readonly limits: SizeLimits
  readonly index: 'i32' | 'i64'
}

export interface CoreGlobalType {
  readonly value: CoreValueType
  readonly mutable: boolean
}

export type CoreExternType =
  | { readonly kind: 'func' | 'tag'; readonly type: CoreType }
  | { readonly kind: 'table'; readonly type: CoreTableType }
  | { readonly kind: 'memory'; readonly type: MemoryType }
  | { readonly kind: 'global'; readonly type: CoreGlobalType }

export type CoreExterns = ReadonlyMap<string, CoreExternType>

export interface CoreModuleType {
  readonly kind: 'module'
  /** By the two levels of their names. */
  readonly imports: ReadonlyMap<string, CoreExterns>
  readonly exports: CoreExterns
  /** Its size is the number of types, counted as a tree. */
  readonly info: { readonly size: number; readonly depth: number }
}

/** How a type that is named by its index is written. */
type NameType = (index: number) => string

/** Keeps one object for all core types that are equal: core specification 3.1.3, iso-recursive equality. */
export class CoreTypes {
  private readonly groups = new Map<string, readonly CoreType[]>()
  private count = 0

  /**
   * Types that stand behind `before` others, which `typeAt` gives. A group of recursive types is taken to be no larger
   * than what refers to one another in it.
   */
  define(
    types: readonly SubType[],
    before: number,
    typeAt: (index: number) => CoreType,
    fail: Fail,
  ): CoreType[] {
    const defined: CoreType[] = []
    const lookUp = (index: number) => (index < before ? typeAt(index) : defined[index - before]!)
    while (defined.length < types.length) {
      const first = defined.length
      const group = types.slice(first, groupEnd(types, first, before, fail))
      defined.push(...this.group(group, before + first, lookUp))
    }
    return defined
  }

  private group(
    types: readonly SubType[],
    before: number,
    typeAt: (index: number) => CoreType,
  ): readonly CoreType[] {
    const nameType = (prefix: string, first: number) => (index: number) =>
      index < before ? `#${typeAt(index).id}` : prefix + (first + index - before)
    const key = types.map((type) => printSubType(type, nameType('rec.', 0))).join(';')
    const known = this.groups.get(key)
    if (known !== undefined) return known
    const first = this.count
    this.count += types.length
    const name = nameType('#', first)
    const added = types.map(({ composite }, index) => coreType(composite, first + index, name))
    this.groups.set(key, added)
    return added
  }

  /** The type of functions that take and return numbers. */
  functionType(parameters: readonly NumberType[], results: readonly NumberType[]): CoreType {
    const composite = { kind: 'func', parameters, results } as const
    return this.group([{ final: true, supertypes: [], composite }], 0, noType)[0]!
  }
}

export type NumberType = 'i32' | 'i64' | 'f32' | 'f64'

function noType(index: number): never {
  throw new RangeError(`a type made of numbers refers to no other, but to ${index}`)
}

/** Where the group ends that begins with a type: behind all that its types refer to. */
function groupEnd(types: readonly SubType[], first: number, before: number, fail: Fail): number {
  let end = first + 1
  const note = (index: number) => {
    if (index >= before + types.length) fail(`unknown type ${index}: type index out of bounds`)
    end = Math.max(end, index - before + 1)
    return ''
  }
  for (let index = first; index < end; index++) printSubType(types[index]!, note)
  return end
}

function coreType(composite: CompositeType, id: number, nameType: NameType): CoreType {
  const { kind } = composite
  if (kind !== 'func') return { kind, id, parameters: [], results: [] }
  const print = (types: readonly ValueType[]) => types.map((type) => printValueType(type, nameType))
  return { kind, id, parameters: print(composite.parameters), results: print(composite.results) }
}

/** A value type as the text format writes it. */
export function printValueType(type: ValueType, nameType: NameType): CoreValueType {
  if (typeof type === 'string') return type
  const { nullable, heap } = type
  if (nullable && typeof heap === 'string') return `${heap}ref`
  return `(ref ${nullable ? 'null ' : ''}${typeof heap === 'number' ? nameType(heap) : heap})`
}

function printSubType({ final, supertypes, composite }: SubType, nameType: NameType): string {
  return `${final ? 'final ' : ''}sub ${supertypes.map(nameType).join(' ')} ${printComposite(composite, nameType)}`
}

function printComposite(type: CompositeType, nameType: NameType): string {
  const field = ({ storage, mutable }: FieldType) => {
    const packed = storage === 'i8' || storage === 'i16'
    return `${mutable ? 'mut ' : ''}${packed ? storage : printValueType(storage, nameType)}`
  }
  if (type.kind === 'array') return `array ${field(type.field)}`
  if (type.kind === 'struct') return `struct ${type.fields.map(field).join(',')}`
  const list = (types: readonly ValueType[]) => types.map((each) => printValueType(each, nameType)).join(' ')
  return `func [${list(type.parameters)}] -> [${list(type.results)}]`
}

/** Types in the words of wasm-tools, such as `[I32, I64]`. */
export function describeValueTypes(types: readonly CoreValueType[]): string {
  return `[${types.map((type) => (/^[ifv]\d+$/.test(type) ? type.toUpperCase() : type)).join(', ')}]`
}

export function sameValueTypes(left: readonly CoreValueType[], right: readonly CoreValueType[]): boolean {
  return left.length === right.length && left.every((type, index) => type === right[index])
}
