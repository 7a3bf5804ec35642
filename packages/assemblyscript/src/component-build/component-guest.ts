import * as assemblyscript from 'assemblyscript'
import { generateGlue } from '../bindgen/generate-glue.js'
import { wantedExports } from '../bindgen/wanted-exports.js'
import type { GuestKind } from '../compile-guest.js'
import { type GuestSettings, optimizationLevels } from '../compiler-options.js'
import type { KernelBytes } from '../kernel-form.js'
import type { World } from '../wit/world.js'
import { asyncify, keepFiberFunctions } from './asyncify.js'
import { authorExports } from './author-exports.js'
import { callsWait } from './calls-wait.js'
import { checkImports } from './check-imports.js'
import { checkSignatures, wantedFile, wantedText } from './check-signatures.js'
import { compileWithKernels } from './extract-kernels.js'
import { checkKernelWorld } from './kernel-interface.js'
import { type ExportPlan, gluePlan, isBlocking, planExports } from './plan-exports.js'
import { renameExports } from './rename-exports.js'
import { hasWaiting, needsRealloc } from './world-needs.js'

const library = '~lib/@weft/assemblyscript/assembly/component'
const settingsFile = `${library}/settings`
const glueFile = 'weft-glue'

/**
 * A guest that is compiled to the core module of a component: its entry's exports are tied to those of a world. Left
 * out, `kernels` are compiled if there are some.
 */
export function componentGuest(
  entry: string,
  world: World,
  bindings: string,
  kernels?: KernelBytes,
): GuestKind {
  let hasFibers = false
  let planned: ExportPlan | undefined
  return {
    delayedFiles: [settingsFile],
    kernelForm: { kind: 'bytes', kernels: kernels ?? new Map() },
    configure(options) {
      assemblyscript.setExportTable(options, false)
      assemblyscript.addGlobalAlias(options, 'abort', `${library}/abort/abort`)
    },
    parse(parser, program) {
      parser.add([`${library}/runtime`], true)
      parser.add([entry], false)
      const noKernels = checkKernelWorld(world, parser.kernels)
      if (noKernels.length > 0) return noKernels
      const author = authorExports(program, entry)
      if (author === undefined) return []
      const plan = planExports(wantedExports(world, bindings), author, parser.awaits.size > 0)
      if (plan.refusals.length > 0) return plan.refusals
      planned = plan
      const glue = generateGlue(world, gluePlan(plan, bindings))
      hasFibers = parser.asyncCount > 0
      const own = needsRealloc(world) ? [reallocExport, abortExport] : [abortExport]
      parser.parse({ name: `${glueFile}.ts`, text: [glue, ...own].join('\n') }, true)
      parser.parse({ name: `${wantedFile}.ts`, text: wantedText(plan) }, false)
      parser.add([], false)
      const waiting = hasWaiting(world)
      const hasBlocking = waiting && (isBlocking(plan) || callsWait(program.sources, parser.awaits))
      const settings = { hasFibers, hasWaiting: waiting, hasBlocking }
      parser.parse({ name: `${settingsFile}.ts`, text: settingsText(settings) }, false)
      return []
    },
    instead(parser, settings, compile) {
      if (kernels !== undefined || parser.kernels.length === 0) return undefined
      const guest = (known: KernelBytes) => componentGuest(entry, world, bindings, known)
      return compileWithKernels(settings, compile, guest)
    },
    initialized(program) {
      renameExports(program, glueFile)
      return planned === undefined ? [] : checkSignatures(program, planned)
    },
    compiled(program, module) {
      return checkImports(program, module, world)
    },
    optimize(module, settings) {
      keepFiberFunctions(module)
      optimize(module, settings)
      if (!hasFibers || !usesFibers(module)) return
      asyncify(module)
      optimize(module, settings)
    },
  }
}

const reallocExport = `import { cabiRealloc as $cabiRealloc } from '@weft/assemblyscript/assembly/component/memory'
@component("cabi_realloc")
export function $realloc(old: usize, oldBytes: usize, alignment: usize, newBytes: usize): usize {
  return $cabiRealloc(old, oldBytes, alignment, newBytes)
}`

const abortExport = `import { abortRecord as $abortRecord } from '@weft/assemblyscript/assembly/component/abort'
@component("weft:abort")
export const $abort: usize = $abortRecord`

function settingsText(settings: Readonly<Record<string, boolean>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `export const ${name}: bool = ${value}\n`)
    .join('')
}

function optimize(module: assemblyscript.Module, settings: GuestSettings): void {
  const { optimizeLevel, shrinkLevel } = optimizationLevels(settings)
  for (let times = 0; times < 2; times++)
    assemblyscript.optimize(module, optimizeLevel, shrinkLevel, settings.debug === true)
}

/** An async function that nobody suspends leaves nothing of the fibers. */
function usesFibers(module: assemblyscript.Module): boolean {
  return module.toText(false).includes('(import "asyncify"')
}
