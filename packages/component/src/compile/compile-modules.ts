import { BinaryError } from '@weft/core'
import type { ComponentBinary, CoreModuleDefinition } from '@weft/wasm-binary'
import type { CompiledModules } from '../link/component-code.js'
import { CoreModule } from '../link/core-module.js'

/** Compilations that have begun, by the offset of the module's bytes in their buffer. */
export type StartedModules = Map<number, Promise<WebAssembly.Module>>

/**
 * Compiles all core modules of a component and of those in it, side by side. Rejects with a `BinaryError` at the first
 * that the engine refuses.
 */
export async function compileModules(
  binary: ComponentBinary,
  started: StartedModules,
): Promise<CompiledModules> {
  const definitions = coreModules(binary)
  const modules = definitions.map(async (definition) => {
    const { bytes, offset } = definition
    try {
      const module = await (started.get(bytes.byteOffset) ?? WebAssembly.compile(bytes as BufferSource))
      return [definition, new CoreModule(module, { bytes, offset })] as const
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new BinaryError(message, offset, 'core module section', { cause: error })
    }
  })
  return new Map(await Promise.all(modules))
}

function coreModules(binary: ComponentBinary): CoreModuleDefinition[] {
  const found: CoreModuleDefinition[] = []
  for (const definition of binary.definitions) {
    if (definition.kind === 'core-module') found.push(definition)
    else if (definition.kind === 'component') found.push(...coreModules(definition.component))
  }
  return found
}
