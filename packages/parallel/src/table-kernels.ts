import type { MaybePromise, StaticData } from '@weft/backend'
import { UnsupportedKernelError } from '@weft/core'
import { extractKernel } from '@weft/wasm-binary'
import type { OpenedDevice } from './device-session.js'
import type { DispatchForm } from './dispatch.js'
import type { Guest } from './guest.js'
import { KernelCache, type StoredKernel } from './kernel-store.js'
import { after } from './maybe-promise.js'

/** A function of the guest's table, taken out of the guest and ready on a device. */
export interface TableKernel {
  readonly target: unknown
  readonly opened: OpenedDevice
  readonly entry: StoredKernel
  readonly globals: readonly { readonly value: number | bigint }[]
  /** The globals' values at the time of the last call; used again by every call of a guest that does not suspend. */
  readonly values: (number | bigint)[]
  readonly sharedForm: DispatchForm
}

/** The kernels of form (b) of one guest, by table index. */
export class TableKernels {
  private readonly guest: Guest
  private readonly kernels: (TableKernel | undefined)[] = []
  private readonly caches = new Map<OpenedDevice, KernelCache<number>>()

  constructor(guest: Guest) {
    this.guest = guest
    guest.cleanups.push(() => {
      for (const cache of this.caches.values()) cache.clear()
    })
  }

  /** Throws `TableIndexError`, `KernelSignatureError`, `UnsupportedKernelError`. */
  get(opened: OpenedDevice, tableIndex: number): MaybePromise<TableKernel> {
    const target = this.guest.internals.tableEntry(tableIndex)
    const present = this.kernels[tableIndex]
    if (present !== undefined && present.target === target && present.opened === opened) {
      if (!present.entry.released) return present
    }
    return this.extract(opened, tableIndex, target)
  }

  /** The form of a call, with the guest's globals, and in isolated mode its static data, as they are now. */
  formOf({ entry, opened, globals, values, sharedForm }: TableKernel): DispatchForm {
    const shared = this.guest.homesOn(opened.info) !== 'device'
    if (this.guest.suspends) {
      const present = globals.map(({ value }) => value)
      if (shared) return { ...sharedForm, globals: present }
      return { shared: false, extracted: true, globals: present, statics: this.presentStatics(entry) }
    }
    for (let index = 0; index < globals.length; index++) values[index] = globals[index]!.value
    if (shared) return sharedForm
    return { shared: false, extracted: true, globals: values, statics: this.presentStatics(entry) }
  }

  private extract(opened: OpenedDevice, tableIndex: number, target: unknown): MaybePromise<TableKernel> {
    const { internals } = this.guest
    const functionIndex = internals.functionIndexOf(target)
    if (functionIndex === undefined) throw foreignFunction(tableIndex)
    const kernel = extractKernel(this.guest.plan.module, functionIndex)
    const globals = kernel.globals.map(({ sourceIndex }) => internals.globalOf(sourceIndex))
    const values: (number | bigint)[] = globals.map(() => 0)
    const sharedForm = { shared: true, extracted: true, globals: values }
    return after(opened.device.prepare(kernel), (prepared) => {
      const entry = this.cacheOf(opened).add(tableIndex, prepared)
      const made = { target, opened, entry, globals, values, sharedForm }
      this.kernels[tableIndex] = made
      return made
    })
  }

  private cacheOf(opened: OpenedDevice): KernelCache<number> {
    const present = this.caches.get(opened)
    if (present !== undefined) return present
    const cache = new KernelCache<number>(this.guest.plan.settings.limits.maximumKernels)
    this.caches.set(opened, cache)
    return cache
  }

  private presentStatics(entry: StoredKernel): readonly StaticData[] {
    const { memory, suspends } = this.guest
    return entry.kernel.statics.map(({ address, bytes }) => {
      const present = memory.slice('static data', address, bytes.length)
      return { address, bytes: suspends ? present.slice() : present }
    })
  }
}

function foreignFunction(tableIndex: number): UnsupportedKernelError {
  return new UnsupportedKernelError([
    {
      rule: 'imported-function',
      message: `table index ${tableIndex} holds a function that is not the guest's own`,
      workaround: 'use a function that the guest defines',
    },
  ])
}
