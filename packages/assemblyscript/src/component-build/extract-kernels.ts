import * as assemblyscript from 'assemblyscript'
import { type CompiledGuest, type CompileKind, type GuestKind, optimizeModule } from '../compile-guest.js'
import type { GuestSettings } from '../compiler-options.js'
import { coreFunctionName } from '../kernel-code.js'
import type { Refusal } from '../kernel-declaration.js'
import type { KernelBytes } from '../kernel-form.js'
import type { SourceKernel } from '../parse-sources.js'
import { extractModules } from './extract-modules.js'
import { type KernelParts, kernelModule } from './kernel-module.js'

// Where static data begin. Code that differs with it has the address of some.
const memoryBase = 1024
const otherMemoryBase = 0x12_3400

const exportPattern = /^ \(export "([^"]+)"/gm

/**
 * Compiles the kernels that a guest runs to modules of their own, for speed, and then the guest with these in its static
 * data. `guest` makes the guest of the kernels that are known: none, as long as they are being compiled.
 */
export function compileWithKernels(
  settings: GuestSettings,
  compile: CompileKind,
  guest: (kernels: KernelBytes) => GuestKind,
): CompiledGuest {
  const forSpeed: GuestSettings = { ...settings, optimize: 'speed' }
  const compileParts = (base: number) => {
    const parts = new Map<string, KernelParts>()
    const { module, warnings } = compile(forSpeed, kernelsOf(guest(new Map()), base, forSpeed, parts))
    module.dispose()
    return { parts, warnings }
  }
  const { parts, warnings } = compileParts(memoryBase)
  const moved = compileParts(otherMemoryBase).parts
  const named = settings.debug === true
  const bytes = new Map(
    [...parts].map(([name, each]) => [name, kernelModule(needed(each, moved.get(name)), named)]),
  )
  const compiled = compile(settings, guest(bytes))
  const texts = new Set(warnings.map(({ text }) => text))
  return { ...compiled, warnings: [...warnings, ...compiled.warnings.filter(({ text }) => !texts.has(text))] }
}

/** A kernel is in no need of static data if it does not depend on where they are. */
function needed(kernel: KernelParts, moved: KernelParts | undefined): KernelParts {
  const same = moved !== undefined && Buffer.compare(kernel.bytes, moved.bytes) === 0
  return same ? { bytes: kernel.bytes, statics: [] } : kernel
}

/** The same guest, of which nothing but its kernels is wanted. */
function kernelsOf(
  guest: GuestKind,
  base: number,
  settings: GuestSettings,
  parts: Map<string, KernelParts>,
): GuestKind {
  let kernels: readonly SourceKernel[] = []
  return {
    ...guest,
    configure(options) {
      guest.configure?.(options)
      assemblyscript.setMemoryBase(options, base)
    },
    parse(parser, program) {
      kernels = parser.kernels
      return guest.parse(parser, program)
    },
    compiled(program, module) {
      if (program.diagnostics.some(assemblyscript.isError)) return []
      return extract(module, kernels, settings, parts)
    },
    optimize() {},
  }
}

function extract(
  module: assemblyscript.Module,
  kernels: readonly SourceKernel[],
  settings: GuestSettings,
  parts: Map<string, KernelParts>,
): Refusal[] {
  const coreName = ({ elementName }: SourceKernel) => `${elementName}.${coreFunctionName}`
  const run = kernels.filter((each) => module.hasFunction(coreName(each)))
  for (const [, name] of module.toText(false).matchAll(exportPattern)) module.removeExport(name!)
  for (const each of run) module.addFunctionExport(coreName(each), each.elementName)
  // The compiler says so only where it chooses the base itself.
  module.setLowMemoryUnused(true)
  optimizeModule(module, settings)
  const extracted = extractModules(module.toBinary(null).output)
  return run.flatMap(({ kernel, elementName }) => {
    const found = extracted.get(elementName)!
    if ('bytes' in found) parts.set(elementName, found)
    else return [{ range: kernel.node.name.range, message: `kernel ${kernel.name} ${found.problem}` }]
    return []
  })
}
