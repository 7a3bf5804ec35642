import type { Device, DeviceBuffer, PreparedKernel } from '@weft/backend'
import type { Export, Module } from '@weft/wasm-binary'
import { CodeWriter } from '../kernel/code-writer.js'
import type { DriverPlan } from '../kernel/driver.js'
import type { FlushMode } from '../kernel/flush-helpers.js'
import type { FunctionEffects, StateKind } from '../kernel/function-effects.js'
import { KernelSource } from '../kernel/kernel-source.js'
import { ModuleBuilder } from '../kernel/module-builder.js'
import type { Action } from '../script/command.js'
import { sizesInBytes, type Value, writeBits } from '../values.js'
import { type Exporter, type LinkingScope, linkModule } from './link-module.js'
import { prepareTarget, type Refusal } from './prepare-target.js'
import type { TestMemory } from './test-memory.js'

/** A function of an instance, ready on the device. */
export interface PreparedTarget {
  readonly kernel: PreparedKernel
  readonly plan: DriverPlan
}

/** One module of a script with its state, which lies in buffers of the device. */
export class TestInstance implements Exporter {
  readonly memory: TestMemory | undefined
  readonly source: KernelSource
  readonly bytes: Uint8Array
  /** Without imports. */
  readonly module: Module
  /** Tables of other modules, by index: how large they are is not known. */
  readonly foreignTables: ReadonlyMap<number, string>
  /** The bits of each global at first, where they are known. */
  readonly globalValues: readonly (Value | undefined)[]
  /** The parts of the state that are no longer what they should be, and why. */
  private readonly spoiled = new Map<StateKind, string>()
  private readonly ownsMemory: boolean
  private readonly exports: ReadonlyMap<string, Export>
  private readonly getters = new Map<number, number>()
  private readonly prepared = new Map<number, Promise<PreparedTarget | Refusal>>()
  private stateBuffer: DeviceBuffer | undefined

  /** Throws `BinaryError` for instructions that cannot be read. */
  constructor(module: Module, bytes: Uint8Array, scope: LinkingScope, flush?: FlushMode) {
    const { linked, memory } = linkModule(module, scope)
    const builder = new ModuleBuilder(linked.module)
    const exportedGlobals = module.exports.filter(({ kind }) => kind === 'global')
    for (const { index } of exportedGlobals) {
      const type = linked.module.globals[index]?.type.value
      if (typeof type !== 'string' || this.getters.has(index)) continue
      const code = new CodeWriter().at('global.get', 'global', index).end()
      this.getters.set(index, builder.function([], [type], code))
    }
    this.module = builder.finish()
    this.memory = memory
    this.ownsMemory = module.memories.length > 0
    this.bytes = bytes
    this.foreignTables = linked.foreign.tables
    this.globalValues = linked.globalValues
    this.exports = new Map(module.exports.map((entry) => [entry.name, entry]))
    const functions = module.exports.filter(({ kind }) => kind === 'func').map(({ index }) => index)
    const start = module.start === undefined ? [] : [module.start]
    const targets = [...functions, ...this.getters.values(), ...start]
    this.source = new KernelSource({ ...linked, module: this.module }, targets, flush)
  }

  get start(): number | undefined {
    return this.module.start
  }

  /** The function that does what an action asks for; undefined where the instance exports no such thing. */
  targetOf({ kind, field }: Action): number | undefined {
    const entry = this.exports.get(field)
    if (kind === 'get') return entry?.kind === 'global' ? this.getters.get(entry.index) : undefined
    return entry?.kind === 'func' ? entry.index : undefined
  }

  /** True for a global that is a reference: there is nothing that gets it. */
  exportsReference(field: string): boolean {
    const entry = this.exports.get(field)
    return entry?.kind === 'global' && !this.getters.has(entry.index)
  }

  prepare(target: number, device: Device): Promise<PreparedTarget | Refusal> {
    const known = this.prepared.get(target) ?? prepareTarget(this, target, device)
    this.prepared.set(target, known)
    return known
  }

  /** The buffer that holds the mutable globals and which segments are dropped. */
  async stateOn(device: Device): Promise<DeviceBuffer> {
    if (this.stateBuffer !== undefined) return this.stateBuffer
    const { sizeBytes, initial } = this.source.state
    const bytes = new Uint8Array(sizeBytes)
    for (const { offset, value } of initial) writeBits(bytes, offset, value.bits, sizesInBytes[value.type])
    this.stateBuffer = device.createBuffer(sizeBytes, 'read_write')
    await device.write(this.stateBuffer, bytes)
    return this.stateBuffer
  }

  /** Why a call that reads state cannot be judged any more. */
  spoiledFor(effects: FunctionEffects): string | undefined {
    for (const kind of effects.reads) {
      const reason =
        kind === 'memory' ? (this.memory?.spoiledBy ?? this.spoiled.get(kind)) : this.spoiled.get(kind)
      if (reason !== undefined) return reason
    }
    return undefined
  }

  /** A call was not made that would have changed state. */
  spoil(effects: Pick<FunctionEffects, 'writes'>, reason: string): void {
    for (const kind of effects.writes) {
      this.spoiled.set(kind, reason)
      if (kind === 'memory' && this.memory !== undefined) this.memory.spoiledBy ??= reason
    }
  }

  spoilTables(reason: string): void {
    this.spoiled.set('tables', reason)
  }

  exportedMemory(name: string): TestMemory | undefined {
    const entry = this.exports.get(name)
    return entry?.kind === 'memory' && entry.index === 0 ? this.memory : undefined
  }

  globalValue(name: string): Value | undefined {
    const entry = this.exports.get(name)
    if (entry?.kind !== 'global' || this.module.globals[entry.index]?.type.mutable !== false) return undefined
    return this.globalValues[entry.index]
  }

  /** Gives back what the device holds for the instance. An imported memory is not its own. */
  async free(): Promise<void> {
    if (this.ownsMemory) this.memory?.free()
    this.stateBuffer?.free()
    this.stateBuffer = undefined
    for (const prepared of this.prepared.values()) {
      const target = await prepared
      if ('kernel' in target) target.kernel.release()
    }
    this.prepared.clear()
  }
}
