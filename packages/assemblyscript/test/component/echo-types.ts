import fc from 'fast-check'

/** A WIT type. Records, variants, enums and flags get a name where they are declared. */
export type EchoType =
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'list'; readonly element: EchoType; readonly length?: number }
  | { readonly kind: 'map'; readonly key: EchoType; readonly value: EchoType }
  | { readonly kind: 'tuple'; readonly parts: readonly EchoType[] }
  | { readonly kind: 'option'; readonly inner: EchoType }
  | { readonly kind: 'result'; readonly ok: EchoType | undefined; readonly err: EchoType | undefined }
  | { readonly kind: 'record'; readonly fields: readonly EchoType[] }
  | { readonly kind: 'variant'; readonly cases: readonly (EchoType | undefined)[] }
  | { readonly kind: 'enum' | 'flags'; readonly count: number }

const primitives = 'bool u8 s8 u16 s16 u32 s32 u64 s64 f32 f64 char string'.split(' ')
const keys = primitives.filter((name) => !/^f\d/.test(name))
type PrimitiveName = string

const primitive = (names: readonly string[]) =>
  fc.constantFrom(...names).map((name): EchoType => ({ kind: 'primitive', name }))

/** Types of every kind, some deep. */
export const echoType: fc.Arbitrary<EchoType> = fc.letrec<{ type: EchoType; part: EchoType | undefined }>(
  (tie) => {
    const type = tie('type')
    const part = tie('part')
    return {
      part: fc.oneof({ arbitrary: fc.constant(undefined), weight: 1 }, { arbitrary: type, weight: 2 }),
      type: fc.oneof(
        { maxDepth: 2, depthSize: 'small' },
        { arbitrary: primitive(primitives), weight: 4 },
        { arbitrary: fc.record({ kind: fc.constant('list' as const), element: type }), weight: 3 },
        {
          arbitrary: primitive(primitives).map((element): EchoType => ({ kind: 'list', element })),
          weight: 2,
        },
        {
          arbitrary: fc.record({
            kind: fc.constant('list' as const),
            element: type,
            length: fc.integer({ min: 1, max: 5 }),
          }),
          weight: 1,
        },
        {
          arbitrary: fc.record({ kind: fc.constant('map' as const), key: primitive(keys), value: type }),
          weight: 1,
        },
        {
          arbitrary: fc.record({
            kind: fc.constant('tuple' as const),
            parts: fc.array(type, { minLength: 1, maxLength: 16 }),
          }),
          weight: 1,
        },
        { arbitrary: fc.record({ kind: fc.constant('option' as const), inner: type }), weight: 3 },
        { arbitrary: fc.record({ kind: fc.constant('result' as const), ok: part, err: part }), weight: 2 },
        {
          arbitrary: fc.record({
            kind: fc.constant('record' as const),
            fields: fc.array(type, { minLength: 1, maxLength: 6 }),
          }),
          weight: 3,
        },
        {
          arbitrary: fc.record({
            kind: fc.constant('variant' as const),
            cases: fc.array(part, { minLength: 1, maxLength: 6 }),
          }),
          weight: 3,
        },
        {
          arbitrary: fc.record({
            kind: fc.constant('enum' as const),
            count: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(257)),
          }),
          weight: 1,
        },
        {
          arbitrary: fc.record({
            kind: fc.constant('flags' as const),
            count: fc.integer({ min: 1, max: 32 }),
          }),
          weight: 1,
        },
      ),
    }
  },
).type

/** Writes types as WIT, and the declarations of those that need a name. */
export class TypeWriter {
  readonly declarations: string[] = []
  readonly names: string[] = []

  text(type: EchoType): string {
    switch (type.kind) {
      case 'primitive':
        return type.name
      case 'list':
        return `list<${this.text(type.element)}${type.length === undefined ? '' : `, ${type.length}`}>`
      case 'map':
        return `map<${this.text(type.key)}, ${this.text(type.value)}>`
      case 'tuple':
        return `tuple<${type.parts.map((part) => this.text(part)).join(', ')}>`
      case 'option':
        return `option<${this.text(type.inner)}>`
      case 'result':
        return this.#result(type.ok, type.err)
      case 'record':
        return this.#declare(
          'record',
          type.fields.map((field, index) => `f${index}: ${this.text(field)}`),
        )
      case 'variant':
        return this.#declare(
          'variant',
          type.cases.map((each, index) => `c${index}${each === undefined ? '' : `(${this.text(each)})`}`),
        )
      default:
        return this.#declare(type.kind, labels(type.count))
    }
  }

  #result(ok: EchoType | undefined, err: EchoType | undefined): string {
    if (err === undefined) return ok === undefined ? 'result' : `result<${this.text(ok)}>`
    return `result<${ok === undefined ? '_' : this.text(ok)}, ${this.text(err)}>`
  }

  #declare(kind: string, members: readonly string[]): string {
    const name = `${kind}${this.names.length}`
    this.names.push(name)
    this.declarations.push(`${kind} ${name} { ${members.join(', ')} }`)
    return name
  }
}

export function labels(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `b${index}`)
}
