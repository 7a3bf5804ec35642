import type { KernelModule } from '@weft/backend'
import { extractKernel, functionType, functionTypeIndices, type Module, memoryTypes } from '@weft/wasm-binary'
import type { Value } from '../values.js'
import { CodeWriter } from './code-writer.js'
import { type DriverPlan, driverParameters, numericSignature, writeDriver } from './driver.js'
import { FlushHelpers, type FlushMode } from './flush-helpers.js'
import { EffectAnalysis, type ForeignThings, type FunctionEffects } from './function-effects.js'
import { MemoryHelpers } from './memory-helpers.js'
import { ModuleBuilder } from './module-builder.js'
import { kernelGlobals, layOutState, type ModuleState, type StateGlobal } from './module-state.js'
import { type Rewriting, rewriteBody } from './rewrite-code.js'

/** A module of a script whose imports are resolved: it has none any more. */
export interface LinkedModule {
  readonly module: Module
  readonly memoryBytes: number
  readonly memoryPages: number
  /** The bits of each global when the module is instantiated, where they are known. */
  readonly globalValues: readonly (Value | undefined)[]
  readonly foreign: ForeignThings
}

/** Makes kernels of the functions of one module. Its memory and globals become buffers that outlive a call. */
export class KernelSource {
  readonly state: ModuleState
  private readonly linked: LinkedModule
  private readonly effects: EffectAnalysis
  private readonly builder: ModuleBuilder
  private readonly memoryBase: number
  private readonly plans = new Map<number, { readonly plan: DriverPlan; readonly driver: number }>()
  private finished: Module | undefined
  private readonly changed: Pick<Module, 'code' | 'globals'>

  /** `targets` are the functions that kernels can be asked for; with `flush`, their floats are inexact. */
  constructor(linked: LinkedModule, targets: Iterable<number>, flush?: FlushMode) {
    this.linked = linked
    this.effects = new EffectAnalysis(linked.module, linked.foreign)
    this.builder = new ModuleBuilder(linked.module)
    this.state = layOutState(linked.module, linked.globalValues, this.builder)
    this.memoryBase = this.builder.global('i32', new CodeWriter().i32(0).end())
    const rewriting = this.rewriting(flush)
    this.changed = {
      code: linked.module.code.map((body) => rewriteBody(body, rewriting)),
      globals: kernelGlobals(linked.module, this.state),
    }
    for (const target of targets) this.addDriver(target)
  }

  effectsOf(target: number): FunctionEffects {
    return this.effects.of(target)
  }

  /** What the driver of a function passes; undefined for a function that takes or returns references. */
  planOf(target: number): DriverPlan | undefined {
    return this.plans.get(target)?.plan
  }

  /** Throws `UnsupportedKernelError` for a function that cannot be a kernel on any device. */
  kernelOf(target: number): KernelModule {
    const driver = this.plans.get(target)?.driver
    if (driver === undefined) throw new RangeError(`function ${target} has no driver`)
    this.finished ??= withoutData(this.builder.finish(this.changed))
    return extractKernel(this.finished, driver)
  }

  private addDriver(target: number): void {
    const { module } = this.linked
    const signature = numericSignature(functionType(module, functionTypeIndices(module)[target] ?? -1))
    if (signature === undefined || this.plans.has(target)) return
    const effects = this.effects.of(target)
    const used = this.stateGlobals(effects)
    const plan: DriverPlan = {
      target,
      ...signature,
      memoryBase: effects.accessesMemory ? this.memoryBase : undefined,
      loads: used,
      stores: effects.writes.has('globals') || effects.writes.has('segments') ? used : [],
    }
    const { instructions, locals } = writeDriver(plan)
    const driver = this.builder.function(driverParameters(plan), [], instructions, locals)
    this.plans.set(target, { plan, driver })
  }

  private stateGlobals(effects: FunctionEffects): StateGlobal[] {
    const globals = [...effects.globals].flatMap((index) => this.state.globals.get(index) ?? [])
    const dropped = [...effects.segments].map((index) => this.state.dropped.get(index))
    return [...globals, ...dropped.filter((slot) => slot !== undefined)]
  }

  private rewriting(flush: FlushMode | undefined): Rewriting {
    const { builder, linked, state } = this
    return {
      helpers: new MemoryHelpers(builder, linked.memoryBytes, this.memoryBase),
      state,
      flush: flush && new FlushHelpers(builder, flush),
      memoryPages: linked.memoryPages,
      segmentSizes: linked.module.data.map(({ mode, bytes }) => (mode === 'passive' ? bytes.length : 0)),
      vectorGetter: once((halves) => builder.function([], ['v128'], vectorGetter(halves))),
      vectorSetter: once((halves) => builder.function(['v128'], [], vectorSetter(halves))),
    }
  }
}

function once(write: (halves: readonly StateGlobal[]) => number): Rewriting['vectorGetter'] {
  const known = new Map<readonly StateGlobal[], number>()
  return (halves) => {
    const index = known.get(halves) ?? write(halves)
    known.set(halves, index)
    return index
  }
}

function vectorGetter(halves: readonly StateGlobal[]): Uint8Array {
  const code = new CodeWriter()
  for (const [lane, { global }] of halves.entries()) {
    code.at('global.get', 'global', global)
    if (lane === 0) code.op('i64x2.splat')
    else code.op('i64x2.replace_lane', { kind: 'lane', lane })
  }
  return code.end()
}

function vectorSetter(halves: readonly StateGlobal[]): Uint8Array {
  const code = new CodeWriter()
  for (const [lane, { global }] of halves.entries()) {
    code.at('local.get', 'local', 0).op('i64x2.extract_lane', { kind: 'lane', lane })
    code.at('global.set', 'global', global)
  }
  return code.end()
}

/** The host lays active segments into the memory's buffer; instructions find them dropped. */
function withoutData(module: Module): Module {
  const { start: _, ...rest } = module
  const memories = memoryTypes(module).slice(0, 1)
  return {
    ...rest,
    exports: [],
    memories: memories.map((type) => ({ limits: { minimum: 0n }, shared: type.shared, index: 'i32' })),
    data: module.data.map(({ mode, bytes }) => ({
      mode: 'passive',
      memory: 0,
      bytes: mode === 'passive' ? bytes : new Uint8Array(),
    })),
  }
}
