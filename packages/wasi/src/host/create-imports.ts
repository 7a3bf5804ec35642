import type { ExternDescription } from '@weft/component'
import type { WasiHost } from './wasi-host.js'

/** What an interface is made from. */
interface InterfaceContext {
  readonly host: WasiHost
  /** What the component imports of this interface. */
  readonly item: ExternDescription
  /** What the component imports of the interfaces that were asked for, by name without version. */
  find(name: string): ExternDescription | undefined
}

/** Makes what a component gets as an interface; loads what that takes. */
export type Provider = (context: InterfaceContext) => Promise<unknown> | unknown

/** Providers by the name of the interface and the minor version, such as `wasi:cli/stdout@0.3`. */
export type Providers = Readonly<Record<string, Provider>>

/** Imports for `Component.instantiate`: objects by the full names that a component has for its interfaces. */
export async function createImports(
  imports: readonly ExternDescription[],
  host: WasiHost,
  providers: Providers,
): Promise<Record<string, unknown>> {
  const find = (name: string) => imports.find((item) => item.name.startsWith(`${name}@0.3`))
  const wanted = imports.flatMap((item) => {
    const provider = item.kind === 'instance' ? providers[versionless(item.name)] : undefined
    return provider ? [{ item, provider }] : []
  })
  const made = await Promise.all(
    wanted.map(async ({ item, provider }) => [item.name, await provider({ host, item, find })] as const),
  )
  return Object.fromEntries(made)
}

/** `wasi:cli/stdout@0.3` for `wasi:cli/stdout@0.3.0-rc-2026-03-15`. */
function versionless(name: string): string {
  return name.replace(/(@\d+\.\d+).*$/, '$1')
}

/** Functions of synchronous types that may suspend the guest, for `asyncImports`. */
export const blockingFunctions: readonly string[] = [
  'wasi:io/poll#poll',
  'wasi:io/poll#[method]pollable.block',
  ...['read', 'skip'].map((name) => `wasi:io/streams#[method]input-stream.blocking-${name}`),
  ...['write-and-flush', 'flush', 'write-zeroes-and-flush', 'splice'].map(
    (name) => `wasi:io/streams#[method]output-stream.blocking-${name}`,
  ),
]
