import type { Component } from '@weft/component'
import { createWasi, type Denial, type InstanceImports } from '@weft/wasi/node'
import { grantedBy, grantsOf, tellDenied } from '../wasi/grant-options.js'
import type { ServeCommandOptions } from './serve-command-options.js'

/** Makes the WASI of an instance, with what the command line grants. The server has `wasi:http` itself. */
export function wasiFor(options: ServeCommandOptions): (component: Component) => Promise<InstanceImports> {
  const told = new Set<string>()
  const onDenied = (denial: Denial) => {
    // There are many instances, and one word of it is enough.
    if (told.has(denial.capability)) return
    told.add(denial.capability)
    tellDenied(denial, denial.capability === 'stdin' ? undefined : grantedBy[denial.capability])
  }
  const settings = { ...grantsOf(options), http: { imports: {} }, onDenied }
  return (component) => createWasi(component, settings)
}
