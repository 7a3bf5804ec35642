import { exportNameOf } from './core-names.js'
import { authorCall, authorType, type GlueContext, hasValue, liftForAuthor } from './glue-call.js'
import { component } from './glue-decorator.js'
import { holdsLent } from './holds-memory.js'
import { maxFlatParameters } from './layout.js'
import { giveLent } from './lent-handles.js'
import { coreParameters } from './lower-call.js'
import { exportIds } from './return-functions.js'

/** Writes the core function of an export whose calls are tasks, and the class of the tasks unless the author has one. */
export function writeTaskExport(context: GlueContext): void {
  const { file, number } = context
  const { function: function_, scope, style, local } = context.function
  const { writer } = file
  const types = function_.parameters.map(({ type }) => type)
  const parameters = coreParameters(types, maxFlatParameters).map((core, index) => `core${index}: ${core}`)
  const taskClass = style === 'task' ? local : `Task$${number}`
  if (style !== 'task') writeTaskClass(context, taskClass)
  component(writer.gap(), [`[async-lift]${exportNameOf(scope, function_.externName)}`])
  writer.callableBlock(`export function lift$${number}(`, parameters, '): i32', () => {
    const { before, values, after } = liftForAuthor(context)
    writer
      .line(...before)
      .items(`const task = new ${taskClass}(`, values, ')')
      .line(...after)
    if (types.some(holdsLent)) writer.line(`${giveLent(file)}(task)`)
    const id = exportIds(file.plan.world).get(function_)
    writer.line(`return ${file.internal('Task')}.start(task, ${id})`)
  })
}

function writeTaskClass(context: GlueContext, name: string): void {
  const { file } = context
  const { writer } = file
  const { function: function_, style } = context.function
  const fields = function_.parameters.map(
    ({ type }, index) => `private argument${index}: ${authorType(context, type)}`,
  )
  const base = file.internal(style === 'async' ? 'FiberTask' : 'BlockingTask')
  writer.gap().block(`class ${name} extends ${base}`, () => {
    writer.callableBlock('constructor(', fields, ')', () => writer.line('super()'))
    writer.gap().block('run(): void', () => {
      const call = authorCall(
        context,
        fields.map((_, index) => `this.argument${index}`),
      )
      const isReturning = hasValue(context.function, function_)
      writer.line(isReturning ? `const value: ${authorType(context, function_.result!)} = ${call}` : call)
      if (context.function.returnsItself === true) return
      writer.line(`${file.nameOf(function_, 'return')}(${isReturning ? 'value' : ''})`)
    })
  })
}

/** Writes the function that all tasks go on by. */
export function writeCallback({ file }: GlueContext, names: readonly string[]): void {
  component(file.writer.gap(), names)
  file.writer.block('export function callback$(event: i32, handle: i32, payload: i32): i32', () => {
    file.writer.line(`return ${file.internal('deliver')}(event, handle, payload)`)
  })
}
