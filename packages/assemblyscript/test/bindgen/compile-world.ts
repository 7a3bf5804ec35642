import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as assemblyscript from 'assemblyscript'
import { generateBindings } from '../../src/bindgen/generate-bindings.js'
import { generateGlue } from '../../src/bindgen/generate-glue.js'
import { compileGuest } from '../../src/compile-guest.js'
import { asyncify } from '../../src/component-build/asyncify.js'
import { encodeComponent } from '../../src/component-build/encode-component.js'
import { renameExports } from '../../src/component-build/rename-exports.js'
import { SourceFiles } from '../../src/source-files.js'
import type { LoadedWorld } from '../../src/wit/world.js'
import { type AsyncStyle, implementWorld } from './implement-world.js'
import { useEverything } from './use-everything.js'

const library = '~lib/@weft/assemblyscript/assembly/component'
const ownExports = `
import { cabiRealloc as $cabiRealloc } from '@weft/assemblyscript/assembly/component/memory'
@component('cabi_realloc')
export function $realloc(old: usize, oldBytes: usize, alignment: usize, newBytes: usize): usize {
  return $cabiRealloc(old, oldBytes, alignment, newBytes)
}
`

export interface CompiledWorld {
  readonly component: Uint8Array
  /** Imports that the bindings declare and nothing has used. */
  readonly missing: readonly string[]
}

/** Compiles everything that is generated for a world, with exports that do nothing, to a component. */
export async function compileWorld(loaded: LoadedWorld, style: AsyncStyle): Promise<CompiledWorld> {
  const folder = mkdtempSync(path.join(tmpdir(), 'weft-bindgen-'))
  try {
    const bindings = generateBindings(loaded.world)
    for (const [name, text] of bindings) write(path.join(folder, 'gen', name), useEverything(text))
    const { plan, files } = implementWorld(loaded.world, style)
    for (const [name, text] of files) write(path.join(folder, name), text)
    const glue = generateGlue(loaded.world, plan)
    const names = [...bindings.keys()].map((name) => `gen/${name.replace(/\.ts$/, '')}`)
    const core = compileFiles(folder, glue, names)
    const imported = WebAssembly.Module.imports(new WebAssembly.Module(core)).map(
      ({ module, name }) => `${module} ${name}`,
    )
    const declared = [...bindings.values()].flatMap((text) => [
      ...text.matchAll(/@external\('(.*)', '(.*)'\)/g),
    ])
    const missing = declared
      .map(([, module, name]) => `${module} ${name}`)
      .filter((name) => !imported.includes(name))
    return { component: await encodeComponent(core, loaded), missing }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function compileFiles(folder: string, glue: string, bindings: readonly string[]): Uint8Array<ArrayBuffer> {
  const { module } = compileGuest(
    new SourceFiles(folder),
    'glue',
    {},
    {
      configure(options) {
        assemblyscript.setExportTable(options, false)
        assemblyscript.addGlobalAlias(options, 'abort', `${library}/abort/abort`)
      },
      parse(parser) {
        parser.add([`${library}/runtime`, ...bindings], true)
        parser.parse({ name: 'glue.ts', text: glue + ownExports }, true)
        parser.add([], false)
        return []
      },
      initialized(program) {
        renameExports(program, 'glue')
        bindings.forEach((name, index) => {
          hideExports(program, name, index)
        })
        return []
      },
      optimize: asyncify,
    },
  )
  try {
    if (!module.validate()) throw new Error('the module is invalid')
    return new Uint8Array(module.toBinary(null).output)
  } finally {
    module.dispose()
  }
}

/** Only the function that uses everything stays exported. */
function hideExports(program: assemblyscript.Program, name: string, index: number): void {
  const exports = program.filesByName.get(name)?.exports
  const use = exports?.get('use$everything')
  exports?.clear()
  if (use !== undefined) exports?.set(`use${index}`, use)
}
