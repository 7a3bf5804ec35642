import { exportNameOf } from './core-names.js'
import { authorCall, authorType, type GlueContext, liftForAuthor } from './glue-call.js'
import { component } from './glue-decorator.js'
import { holdsLent, holdsMemory } from './holds-memory.js'
import { type CoreType, layoutOf, maxFlatParameters } from './layout.js'
import { dropLent, takeLent } from './lent-handles.js'
import { coreParameters, isLarge, lowerSideBySide, resultArea } from './lower-call.js'
import { lowerTo } from './lower-code.js'

/** Writes the core function of an export that returns when it is done. */
export function writeSyncExport(context: GlueContext): void {
  const { file, number } = context
  const { function: function_, scope } = context.function
  const { writer } = file
  const types = function_.parameters.map(({ type }) => type)
  const parameters = coreParameters(types, maxFlatParameters).map((core, index) => `core${index}: ${core}`)
  const returned = returnedCore(context)
  component(writer.gap(), [exportNameOf(scope, function_.externName)])
  writer.callableBlock(`export function lift$${number}(`, parameters, `): ${returned ?? 'void'}`, () => {
    writer.line(`${file.internal('beforeCall')}()`)
    writeCall(context)
    writeResult(context)
  })
  if (!hasPostReturn(context)) return
  component(writer.gap(), [`cabi_post_${exportNameOf(scope, function_.externName)}`])
  writer.block(`export function postReturn$${number}(core0: ${returned}): void`, () => {
    writer.line(`${file.internal('afterCall')}()`)
  })
}

function returnedCore({ function: { function: function_ } }: GlueContext): CoreType | undefined {
  if (function_.result === undefined) return undefined
  const { flat } = layoutOf(function_.result)
  return flat.length === 1 ? flat[0] : 'i32'
}

/** Memory of the result must not be collected before the caller has read it. */
function hasPostReturn({ function: { function: function_ } }: GlueContext): boolean {
  const { result } = function_
  return result !== undefined && (holdsMemory(result) || isLarge(result))
}

function writeCall(context: GlueContext): void {
  const { file } = context
  const { writer } = file
  const { parameters, result } = context.function.function
  const { before, values, after } = liftForAuthor(context)
  writer.line(...before)
  const names = values.map((_, index) => `argument${index}`)
  values.forEach((value, index) => {
    writer.line(`const ${names[index]}: ${authorType(context, parameters[index]!.type)} = ${value}`)
  })
  writer.line(...after)
  const isLending = parameters.some(({ type }) => holdsLent(type))
  if (isLending) writer.line(`const lent = ${takeLent(file)}()`)
  const target = result === undefined ? '' : `const value: ${authorType(context, result)} = `
  writer.line(target + authorCall(context, names))
  if (isLending) writer.line(`${dropLent(file)}(lent)`)
}

function writeResult(context: GlueContext): void {
  const { file } = context
  const { writer } = file
  const { result } = context.function.function
  const finish = () => {
    if (!hasPostReturn(context)) writer.line(`${file.internal('afterCall')}()`)
  }
  if (result === undefined) finish()
  else if (layoutOf(result).flat.length === 1) {
    const { statements, values } = lowerSideBySide(file, [{ type: result, value: 'value' }])
    writer.line(...statements, `const lowered: ${returnedCore(context)} = ${values[0]}`)
    finish()
    writer.line('return lowered')
  } else {
    writer.line(`const area = ${resultArea(file, result)}`)
    writer.line(...lowerTo(file, result, { layout: 'memory', address: 'area', offset: 0 }, 'value'))
    finish()
    writer.line('return <i32>area')
  }
}
