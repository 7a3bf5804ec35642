import type { BindingsPlan } from './bindings-plan.js'
import { declareCoreImport } from './core-import.js'
import { GeneratedFile } from './generated-file.js'
import { type CoreType, layoutOf } from './layout.js'
import { liftFrom } from './lift-code.js'
import { lowerTo } from './lower-code.js'
import { streamTypesOf, type WorldStreamType } from './stream-types.js'
import { typedArrayOf, typeText } from './type-text.js'

interface Intrinsic {
  readonly method: string
  /** Its name with `K` for the kind of type and `N` for the number. */
  readonly name: string
  readonly parameters: readonly string[]
  readonly result: 'i32' | 'i64' | 'void'
}

function intrinsicsOf(kind: 'stream' | 'future'): readonly Intrinsic[] {
  const copy = ['end: i32', 'address: usize', ...(kind === 'stream' ? ['count: u32'] : [])]
  return [
    { method: 'create', name: '[K-new-N]', parameters: [], result: 'i64' },
    { method: 'read', name: '[async-lower][K-read-N]', parameters: copy, result: 'i32' },
    { method: 'write', name: '[async-lower][K-write-N]', parameters: copy, result: 'i32' },
    { method: 'cancelRead', name: '[async-lower][K-cancel-read-N]', parameters: ['end: i32'], result: 'i32' },
    {
      method: 'cancelWrite',
      name: '[async-lower][K-cancel-write-N]',
      parameters: ['end: i32'],
      result: 'i32',
    },
    { method: 'dropReadable', name: '[K-drop-readable-N]', parameters: ['end: i32'], result: 'void' },
    { method: 'dropWritable', name: '[K-drop-writable-N]', parameters: ['end: i32'], result: 'void' },
  ]
}

/** The file with everything that a world's types of streams and futures need. */
export function generateStreamsFile(plan: BindingsPlan): string | undefined {
  const types = [...streamTypesOf(plan.world).values()]
  if (types.length === 0) return undefined
  for (const { names } of types)
    for (const name of Object.values(names)) plan.streamsFile.names.claimOnce(name)
  const file = new GeneratedFile(plan, plan.streamsFile)
  for (const type of types) {
    declareFunctions(file, type)
    declareClass(file, type)
  }
  return file.toText()
}

function elementText(file: GeneratedFile, { type: { element } }: WorldStreamType): string {
  return element === undefined ? file.library('Unit') : typeText(file, element)
}

function declareFunctions(file: GeneratedFile, type: WorldStreamType): void {
  const { writer } = file
  const { className, accessor, create } = type.names
  const element = elementText(file, type)
  const isStream = type.type.kind === 'stream'
  const pair = `${file.library(isStream ? 'StreamPair' : 'FuturePair')}<${element}>`
  const base = `${file.internal(isStream ? 'StreamType' : 'FutureType')}<${element}>`
  writer.gap().line(`/** Makes a ${type.type.kind}: its two ends. */`)
  writer.block(`export function ${create}(): ${pair}`, () => writer.line(`return new ${pair}(${accessor}())`))
  writer.gap().line(`let the$${className}: ${base} | null = null`)
  writer.gap().line('/** For generated code. */')
  writer.block(`export function ${accessor}(): ${base}`, () => {
    writer.line(`let type = the$${className}`)
    writer.block('if (type === null)', () =>
      writer.line(`type = new ${className}()`, `the$${className} = type`),
    )
    writer.line('return type')
  })
}

function declareClass(file: GeneratedFile, type: WorldStreamType): void {
  const { writer } = file
  const { element, kind } = type.type
  const text = elementText(file, type)
  const base = file.internal(kind === 'stream' ? 'StreamType' : 'FutureType')
  writer.gap().block(`class ${type.names.className} extends ${base}<${text}>`, () => {
    for (const intrinsic of intrinsicsOf(kind)) declareIntrinsic(file, type, intrinsic)
    const bytes = element === undefined ? 0 : layoutOf(element).sizeBytes
    writer.gap().block('get elementBytes(): u32', () => writer.line(`return ${bytes}`))
    if (kind === 'stream') {
      const isDirect = element !== undefined && typedArrayOf(element) !== undefined
      writer.gap().block('get direct(): bool', () => writer.line(`return ${isDirect}`))
    }
    const place = { layout: 'memory', address: 'address', offset: 0 } as const
    writer.gap().block(`lift(address: usize): ${text}`, () => {
      writer.line(`return ${element === undefined ? '0' : liftFrom(file, element, place)}`)
    })
    writer.gap().callableBlock('lower(', ['address: usize', `value: ${text}`], '): void', () => {
      if (element !== undefined) writer.line(...lowerTo(file, element, place, 'value'))
    })
  })
}

function declareIntrinsic(
  file: GeneratedFile,
  { type, names, source }: WorldStreamType,
  intrinsic: Intrinsic,
): void {
  const { writer } = file
  const { method, parameters, result } = intrinsic
  const core = `core$${names.className}$${method}`
  const values = parameters.map((parameter) => parameter.replace(/:.*/, ''))
  writer.gap().callableBlock(`${method}(`, parameters, `): ${result}`, () => {
    if (source === undefined) writer.line(`throw new Error('no function of the world has this ${type.kind}')`)
    else writer.line(`${result === 'void' ? '' : 'return '}${core}(${values.join(', ')})`)
  })
  if (source === undefined) return
  const name = intrinsic.name.replace('K', type.kind).replace('N', `${source.index}`) + source.functionName
  file.later(`core ${core}`, (helpers) => {
    const types = parameters.map((): CoreType => 'i32')
    const shared = { module: source.module, name, local: core, parameters: types }
    declareCoreImport(helpers, { ...shared, result: result === 'void' ? undefined : result })
  })
}
