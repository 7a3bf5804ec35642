import { BinaryError } from '@weft/core'
import { type ComponentBinary, decodeComponent } from '@weft/wasm-binary'
import { type Component, createComponent } from '../component.js'
import { CodeComponent } from '../link/code-component.js'
import { ComponentCode } from '../link/component-code.js'
import { defaultLinkLimits, type LinkLimits } from '../link/limits.js'
import { compileModules, type StartedModules } from './compile-modules.js'
import { ModuleScanner } from './module-scanner.js'
import { type ComponentSource, readChunks, wholeBytes } from './read-source.js'

export interface CompileOptions {
  /**
   * Checks the component before it is used, such as `validateComponent` of `@weft/component/validate`. Without it a
   * component that breaks a rule fails when it is described, instantiated or called.
   */
  readonly validate?: ((binary: ComponentBinary) => unknown) | undefined
  readonly limits?: Partial<LinkLimits> | undefined
}

/**
 * Decodes a component and compiles its core modules, from a stream while later bytes still arrive. Rejects with
 * `BinaryError` for malformed bytes, `LimitError` for what is too large, `TypeError` for what is no source of bytes, and
 * with what `validate` throws.
 */
export async function compile(
  source: ComponentSource | PromiseLike<ComponentSource>,
  options: CompileOptions = {},
): Promise<Component> {
  const limits = { ...defaultLinkLimits, ...options.limits }
  const given = await source
  const started: StartedModules = new Map()
  const begin = starter(started)
  let bytes = wholeBytes(given)
  // Compilation runs on other threads while this one decodes.
  if (bytes !== undefined) begin(bytes)
  else bytes = await readChunks(given, limits.maximumComponentBytes, begin)
  refuseCoreModule(bytes)
  const binary = decodeComponent(bytes)
  const compiling = compileModules(binary, started)
  compiling.catch(ignore)
  options.validate?.(binary)
  return createComponent(new CodeComponent(new ComponentCode(binary, await compiling)), limits)
}

/** Begins to compile core modules when their bytes are there. */
function starter(started: StartedModules): (bytes: Uint8Array) => void {
  const scanner = new ModuleScanner()
  return (bytes) => {
    for (const { start, end } of scanner.scan(bytes)) {
      const compiling = WebAssembly.compile(bytes.subarray(start, end) as BufferSource)
      // Told when the module is asked for.
      compiling.catch(ignore)
      started.set(bytes.byteOffset + start, compiling)
    }
  }
}

const ignore = () => undefined

const coreModulePreamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

function refuseCoreModule(bytes: Uint8Array): void {
  if (coreModulePreamble.every((byte, index) => bytes[index] === byte))
    throw new BinaryError(
      'this is a core module, not a component: instantiate it with WebAssembly, or make a component of it',
      4,
    )
}
