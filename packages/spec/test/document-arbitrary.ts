import fc from 'fast-check'
import {
  builtinTypes,
  type Named,
  type Representation,
  type TypeDefinition,
  type WitxDocument,
  type WitxType,
} from '../src/witx/document.js'

const position = { line: 1, column: 1 }
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/)
const docs = fc.stringMatching(/^([a-zA-Z().;$"]{1,8}( [a-z]{1,4}){0,2}(\n[a-z]{1,4}){0,1})?$/)
const representation = fc.constantFrom<Representation>('u8', 'u16', 'u32', 'u64')

function namesWith<T extends object>(
  members: fc.Arbitrary<T>,
  constraints: fc.ArrayConstraints = {},
): fc.Arbitrary<(Named & T)[]> {
  const item = fc.tuple(fc.record({ name, docs }), members).map(([named, rest]) => ({ ...named, ...rest }))
  return fc.uniqueArray(item, { maxLength: 5, ...constraints, selector: (each) => each.name })
}

const nothing = fc.constant({})
const builtin = fc.constantFrom(...builtinTypes, 'usize' as const, 'char8' as const)

/** Types over the typenames `defined`. */
function typeArbitrary(defined: readonly string[]): fc.Arbitrary<WitxType> {
  const names = defined.map((each) => fc.constant<WitxType>({ kind: 'name', name: each }))
  const { type } = fc.letrec<{ type: WitxType }>((tie) => {
    const inner = tie('type')
    const leaf = fc.oneof(
      builtin.map<WitxType>((each) => ({ kind: 'builtin', name: each })),
      fc.constantFrom<WitxType>({ kind: 'string' }, { kind: 'handle' }),
      ...names,
    )
    const compound: fc.Arbitrary<WitxType>[] = [
      fc.record({
        kind: fc.constantFrom('list' as const, 'pointer' as const, 'const_pointer' as const),
        element: inner,
      }),
      fc.record({ kind: fc.constant('enum' as const), tag: representation, cases: namesWith(nothing) }),
      fc.record({ kind: fc.constant('flags' as const), representation, flags: namesWith(nothing) }),
      fc.record({ kind: fc.constant('record' as const), fields: namesWith(fc.record({ type: inner })) }),
      fc.record({ kind: fc.constant('tuple' as const), elements: fc.array(inner, { maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('variant' as const),
        tag: representation,
        cases: namesWith(fc.record({ type: inner }, { requiredKeys: [] }), { minLength: 1 }),
      }),
      fc.record(
        { kind: fc.constant('expected' as const), ok: inner, error: inner },
        { requiredKeys: ['kind'] },
      ),
    ]
    return { type: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, ...compound) }
  })
  return type
}

function definitions(names: readonly Named[]): fc.Arbitrary<TypeDefinition[]> {
  const types = names.map((_, index) => typeArbitrary(names.slice(0, index).map((each) => each.name)))
  return fc.tuple(...types).map((list) => list.map((type, index) => ({ ...names[index]!, type, position })))
}

function moduleArbitrary(defined: readonly string[]) {
  const parameters = namesWith(fc.record({ type: typeArbitrary(defined), position: fc.constant(position) }))
  const signature = fc.record({
    params: parameters,
    results: parameters,
    noReturn: fc.boolean(),
    position: fc.constant(position),
  })
  return fc.record({
    name,
    docs,
    memories: fc.array(name, { maxLength: 1 }),
    functions: namesWith(signature),
  })
}

/** Any valid WITX document. */
export const documentArbitrary: fc.Arbitrary<WitxDocument> = namesWith(nothing).chain((names) => {
  const types = definitions(names).map((list) => new Map(list.map((each) => [each.name, each])))
  return fc.record({
    types,
    modules: fc.array(moduleArbitrary(names.map((each) => each.name)), { maxLength: 2 }),
  })
})
