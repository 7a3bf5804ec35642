import type { Resource, Scope } from '../wit/world.js'
import { declareCoreImport } from './core-import.js'
import { moduleOf } from './core-names.js'
import type { GeneratedFile } from './generated-file.js'
import type { CoreType } from './layout.js'
import { liftHandleName } from './lift-code.js'

/** Declares the base class of what implements a resource of the world, and what makes objects of handles. */
export function exportResource(file: GeneratedFile, scope: Scope, resource: Resource): void {
  const { writer } = file
  const name = file.nameOf(resource)
  const core = (what: string) => file.nameOf(resource, what, (own) => `core$${what}$${own}`)
  writer.gap().docs(resource.docs)
  writer.block(`export abstract class ${name} extends ${file.internal('ExportedResource')}`, () => {
    writer.block('protected $new(): i32', () => {
      writer.line(`return ${core('new')}(<i32>changetype<usize>(this))`)
    })
    writer.gap().block('protected $drop(handle: i32): void', () => writer.line(`${core('drop')}(handle)`))
  })
  const borrow = liftHandleName(file, 'borrow', resource)
  writer.gap().block(`export function ${liftHandleName(file, 'own', resource)}(handle: i32): ${name}`, () => {
    writer.line(
      `const object = ${borrow}(${core('rep')}(handle))`,
      'object.$receive(handle)',
      'return object',
    )
  })
  writer.gap().block(`export function ${borrow}(pointer: i32): ${name}`, () => {
    writer.line(`return changetype<${name}>(<usize>pointer)`)
  })
  const intrinsics: readonly (readonly [string, CoreType | undefined])[] = [
    ['new', 'i32'],
    ['rep', 'i32'],
    ['drop', undefined],
  ]
  for (const [what, result] of intrinsics) {
    const declaration = {
      module: `[export]${moduleOf(scope)}`,
      name: `[resource-${what}]${resource.name}`,
      local: core(what),
    }
    file.later(`core ${core(what)}`, (helpers) => {
      declareCoreImport(helpers, { ...declaration, parameters: ['i32'], result })
    })
  }
}
