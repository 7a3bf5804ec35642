import type { World } from '../wit/world.js'
import { BindingsPlan, createFilePlan } from './bindings-plan.js'
import { exportNameOf } from './core-names.js'
import { GeneratedFile } from './generated-file.js'
import type { GlueContext } from './glue-call.js'
import { component } from './glue-decorator.js'
import type { GlueFunction, GluePlan } from './glue-plan.js'
import { writeSyncExport } from './glue-sync.js'
import { writeCallback, writeTaskExport } from './glue-tasks.js'

/** The AssemblyScript file that a component is compiled from: it ties an author's functions to the exports of a world. */
export function generateGlue(world: World, plan: GluePlan): string {
  const file = new GeneratedFile(new BindingsPlan(world), createFilePlan('glue'), {
    bindings: plan.bindings,
    isForeign: true,
  })
  const contexts = plan.functions.map((function_, index): GlueContext => {
    return { file, plan, function: function_, number: index + 1 }
  })
  for (const context of contexts) {
    if (isTask(context.function)) writeTaskExport(context)
    else writeSyncExport(context)
  }
  const first = contexts[0]
  const callbackNames = plan.functions.filter(isTask).map(({ scope, function: { externName } }) => {
    return `[callback][async-lift]${exportNameOf(scope, externName)}`
  })
  if (first !== undefined && callbackNames.length > 0) writeCallback(first, callbackNames)
  plan.resources.forEach((_, index) => {
    writeDestructor(file, plan, index)
  })
  return file.toText(plan.imports)
}

function isTask({ style }: GlueFunction): boolean {
  return style !== 'sync' && style !== 'blocking'
}

function writeDestructor(file: GeneratedFile, plan: GluePlan, index: number): void {
  const { writer } = file
  const { resource, className, hasDispose } = plan.resources[index]!
  component(writer.gap(), [exportNameOf(resource.scope, `[dtor]${resource.name}`)])
  writer.block(`export function destruct$${index + 1}(pointer: i32): void`, () => {
    writer.line(`const object = changetype<${className}>(<usize>pointer)`)
    if (hasDispose) writer.line('object.dispose()')
    writer.line('object.$forget()')
  })
}
