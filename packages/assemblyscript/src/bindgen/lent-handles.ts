import { type BindingsPlan, createFilePlan, type FilePlan } from './bindings-plan.js'
import { GeneratedFile } from './generated-file.js'

const lentFile: FilePlan = createFilePlan('lent')

/** The function that remembers a handle that was lent to the export that is being called. */
export function keepLent(file: GeneratedFile): string {
  return file.nameFrom(lentFile, 'keepLent$', 'keep')
}

/** The function that returns, and forgets, what was lent since the last time. */
export function takeLent(file: GeneratedFile): string {
  return file.nameFrom(lentFile, 'takeLent$', 'take')
}

/** The function that gives back what `takeLent` returned. */
export function dropLent(file: GeneratedFile): string {
  return file.nameFrom(lentFile, 'dropLent$', 'drop')
}

/** The function that lets a task give back what was lent since the last time. */
export function giveLent(file: GeneratedFile): string {
  return file.nameFrom(lentFile, 'giveLent$', 'give')
}

/** The file of these functions. They are called between the lifting of parameters and the call itself. */
export function generateLentFile(plan: BindingsPlan): string {
  const file = new GeneratedFile(plan, lentFile)
  const resource = file.library('Resource')
  const { writer } = file
  writer.line('// Handles that a caller lends to an export: they go back before it returns.', '')
  writer.line('// @ts-ignore: decorator', `@lazy let lent: Array<${resource}> = new Array<${resource}>()`)
  writer
    .gap()
    .block(`export function keepLent$(resource: ${resource}): void`, () => writer.line('lent.push(resource)'))
  writer.gap().block(`export function takeLent$(): Array<${resource}>`, () => {
    writer.line('const taken = lent', `lent = new Array<${resource}>()`, 'return taken')
  })
  writer.gap().block(`export function dropLent$(resources: Array<${resource}>): void`, () => {
    writer.line('for (let index = 0; index < resources.length; index++) resources[index].drop()')
  })
  writer.gap().block(`export function giveLent$(task: ${file.library('Task')}): void`, () => {
    writer.line('const resources = takeLent$()')
    writer.line('for (let index = 0; index < resources.length; index++) task.keepBorrow(resources[index])')
  })
  return file.toText()
}
