import {
  type BuiltinType,
  resolveType,
  type WitxDocument,
  type WitxFunction,
  type WitxParameter,
  type WitxType,
} from './document.js'
import { WitxSyntaxError } from './syntax-error.js'
import { typeLayout } from './type-layout.js'

export type CoreType = 'i32' | 'i64' | 'f32' | 'f64'

/** What a pointer parameter points to. */
export interface Pointee {
  /** Size of one element. */
  readonly sizeBytes: number
  readonly alignmentBytes: number
  /** What the callee does with it. */
  readonly access: 'read' | 'write'
  /** The parameter that counts the elements, for a list; one element otherwise, or as many as the text says. */
  readonly countedBy?: string
}

export interface CoreParameter {
  readonly name: string
  readonly type: CoreType
  readonly pointsTo?: Pointee
}

/** The type of an interface function as a WebAssembly module imports it. */
export interface CoreSignature {
  readonly params: readonly CoreParameter[]
  readonly results: readonly CoreType[]
}

type Types = WitxDocument['types']
type Expected = Extract<WitxType, { kind: 'expected' }>

/**
 * Lowers an interface function. A list is a pointer and a count; the ok value of an `expected` is written through a
 * pointer that comes after all other parameters, and its error is the result. Throws `WitxSyntaxError` for results
 * that have no lowering.
 */
export function coreSignature(definition: WitxFunction, types: Types): CoreSignature {
  const params = definition.params.flatMap((param) => lowerParameter(param, types))
  const [result, second] = definition.results
  if (second !== undefined) refuse('a function has at most one result', second)
  if (result === undefined) return { params, results: [] }
  const resolved = resolveType(result.type, types)
  if (resolved.kind === 'expected') {
    return {
      params: [...params, ...outPointers(resolved, result, types)],
      results: errorResults(resolved, result, types),
    }
  }
  const type = resolved.kind === 'enum' ? undefined : scalarType(resolved)
  if (type === undefined) refuse('this type has no lowering as a result: use (expected … (error …))', result)
  return { params, results: [type] }
}

function lowerParameter({ name, type }: WitxParameter, types: Types): readonly CoreParameter[] {
  const resolved = resolveType(type, types)
  if (resolved.kind === 'list' || resolved.kind === 'string') {
    const element: WitxType = resolved.kind === 'list' ? resolved.element : { kind: 'builtin', name: 'char8' }
    const pointsTo = { ...pointee(element, 'read', types), countedBy: `${name}_len` }
    return [
      { name: `${name}_ptr`, type: 'i32', pointsTo },
      { name: `${name}_len`, type: 'i32' },
    ]
  }
  if (resolved.kind === 'pointer' || resolved.kind === 'const_pointer') {
    const access = resolved.kind === 'pointer' ? 'write' : 'read'
    return [{ name, type: 'i32', pointsTo: pointee(resolved.element, access, types) }]
  }
  const scalar = scalarType(resolved)
  if (scalar !== undefined) return [{ name, type: scalar }]
  return [{ name: `${name}_ptr`, type: 'i32', pointsTo: pointee(type, 'read', types) }]
}

/** The core type of what fits one, undefined for what goes through memory. */
function scalarType(type: WitxType): CoreType | undefined {
  switch (type.kind) {
    case 'builtin':
      return builtinCoreType(type.name)
    case 'flags':
      return builtinCoreType(type.representation)
    case 'enum':
    case 'handle':
    case 'pointer':
    case 'const_pointer':
      return 'i32'
    default:
      return undefined
  }
}

function builtinCoreType(name: BuiltinType): CoreType {
  if (name === 'f32' || name === 'f64') return name
  return name === 'u64' || name === 's64' ? 'i64' : 'i32'
}

function pointee(type: WitxType, access: 'read' | 'write', types: Types): Pointee {
  const { sizeBytes, alignmentBytes } = typeLayout(type, types)
  return { sizeBytes, alignmentBytes, access }
}

function outPointers(expected: Expected, result: WitxParameter, types: Types): readonly CoreParameter[] {
  if (expected.ok === undefined) return []
  const values = expected.ok.kind === 'tuple' ? expected.ok.elements : [expected.ok]
  const names = values.map((value) =>
    value.kind === 'name' ? value.name : refuse('the ok value needs named types', result),
  )
  return values.map((value, index) => {
    const earlier = names.slice(0, index).filter((name) => name === names[index]).length
    const suffix = earlier === 0 ? '' : `_${earlier + 1}`
    return { name: `out_${names[index]}${suffix}_ptr`, type: 'i32', pointsTo: pointee(value, 'write', types) }
  })
}

function errorResults(expected: Expected, result: WitxParameter, types: Types): readonly CoreType[] {
  const error = expected.error && resolveType(expected.error, types)
  if (error?.kind !== 'enum') refuse('the error must be an enum: its first case means success', result)
  return ['i32']
}

function refuse(message: string, { name, position }: WitxParameter): never {
  throw new WitxSyntaxError(message, `$${name}`, position)
}
