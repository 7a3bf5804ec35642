import { compile, type Imports, type InstantiateOptions } from '@weft/component'
import { TrapError, WeftError } from '@weft/core'

/** The components that scenarios run. */
export type GuestName = 'calls' | 'flip' | 'large' | 'ping' | 'pong'

/** Where a scenario runs. */
export interface Surroundings {
  /** A component's bytes as they come over a network. */
  readonly fetchGuest: (name: GuestName) => Promise<Response>
  readonly options?: InstantiateOptions
}

/** The exports of a new instance. */
export async function exportsOf<Exports>(
  { fetchGuest, options }: Surroundings,
  name: GuestName,
  imports: Imports = {},
  more: InstantiateOptions = {},
): Promise<Exports> {
  const component = await compile(fetchGuest(name))
  const { exports } = await component.instantiate(imports, { ...options, ...more })
  return exports as Exports
}

/** What a call throws or rejects with, as data that can leave a page. */
export async function failureOf(call: () => unknown): Promise<object> {
  try {
    return { value: await call() }
  } catch (error) {
    if (!WeftError.isInstance(error)) return { message: String(error) }
    const { code, message } = error
    if (!(error instanceof TrapError)) return { code, message }
    return { code, rule: error.rule, componentPath: error.componentPath, export: error.export }
  }
}
