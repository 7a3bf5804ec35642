import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Refusal } from '../kernel-declaration.js'
import type { SourceKernel } from '../parse-sources.js'
import type { World } from '../wit/world.js'

const parallelInterface = 'wasi:parallel/parallel@0.1.0'
const assembly = '@weft/assemblyscript/assembly'
const replacement = new URL(
  'assembly/interface-component.ts',
  import.meta.resolve('@weft/assemblyscript/package.json'),
)

/** The library's texts that are others in components, by the names of the files. */
export function componentFiles(): ReadonlyMap<string, string> {
  return new Map([[`~lib/${assembly}/interface.ts`, readFileSync(fileURLToPath(replacement), 'utf8')]])
}

/** Refuses kernels where the world has nothing that runs them. */
export function checkKernelWorld(world: World, [first]: readonly SourceKernel[]): Refusal[] {
  if (first === undefined || world.imports.some(({ name }) => name === parallelInterface)) return []
  const message = `kernels need an import that the world ${world.name} does not have: add \`import ${parallelInterface};\` to it`
  return [{ range: first.kernel.node.name.range, message }]
}
