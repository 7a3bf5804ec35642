import { GuestError } from '@weft/core'
import { moduleName } from '@weft/spec'
import type { Module } from '@weft/wasm-binary'
import { canBeCopied } from './thrown.js'

/**
 * Those of `imports` that the module asks for, as far as they can exist in a worker: numbers and shared memories.
 * Throws `GuestError`, which names all others.
 */
export function movableImports(module: Module, imports: WebAssembly.Imports): WebAssembly.Imports {
  const movable: Record<string, Record<string, WebAssembly.ImportValue>> = {}
  const stuck: string[] = []
  for (const { module: from, name } of module.imports) {
    const value = from === moduleName ? undefined : imports[from]?.[name]
    if (value === undefined) continue
    movable[from] ??= {}
    if (canBeCopied(value)) movable[from][name] = value
    else stuck.push(`${from}.${name}`)
  }
  if (stuck.length === 0) return movable
  throw new GuestError(
    `the guest runs in a worker, because it waits for a device and cannot be suspended (suspension), and these of its ` +
      `imports exist on one thread only: ${stuck.join(', ')}; give importsUrl, a module that makes them in the worker`,
  )
}
