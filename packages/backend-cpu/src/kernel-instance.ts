import type { ControlBlock } from './control-block.js'

/** Everything a thread needs to run a kernel; plain data that can be posted to a worker. */
export interface KernelInstallation {
  readonly slot: number
  /** The kernel module with its driver. */
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  readonly globals: readonly { readonly exportName: string; readonly type: 'i32' | 'i64' | 'f32' | 'f64' }[]
  /** The exported stack pointer, and the upper end of the stack of each thread (index 0: the caller). */
  readonly stack: { readonly exportName: string; readonly tops: readonly number[] } | undefined
}

/** Names under which the driver exports what it adds to a kernel module. */
export const driverExports = { run: 'weft:run', iteration: 'weft:iteration' } as const

type RunChunk = (
  begin: number,
  end: number,
  iterations: number,
  blockSize: number,
  ...buffers: number[]
) => void

/** A kernel on one thread. */
export interface KernelInstance {
  readonly run: RunChunk
  /** The iteration that ran last: after a trap, the one that trapped. */
  readonly iteration: WebAssembly.Global<'i32'>
  readonly globals: readonly WebAssembly.Global[]
  readonly types: readonly ('i32' | 'i64' | 'f32' | 'f64')[]
  /** A worker's copy of a job's buffers: filled anew by every job, allocated once. */
  readonly buffers: number[]
  /** Puts the stack pointer back to the upper end: a trap leaves it where it was. */
  resetStack(): void
}

export function instantiateKernel(installation: KernelInstallation, thread: number): KernelInstance {
  const instance = new WebAssembly.Instance(installation.module, { '': { memory: installation.memory } })
  const { exports } = instance
  const { stack } = installation
  const pointer = stack && (exports[stack.exportName] as WebAssembly.Global<'i32'>)
  const resetStack = () => {
    if (pointer && stack) pointer.value = (stack.tops[thread] ?? 0) | 0
  }
  resetStack()
  return {
    run: exports[driverExports.run] as RunChunk,
    iteration: exports[driverExports.iteration] as WebAssembly.Global<'i32'>,
    globals: installation.globals.map((global) => exports[global.exportName] as WebAssembly.Global),
    types: installation.globals.map((global) => global.type),
    buffers: [],
    resetStack,
  }
}

/** Sets the kernel's globals to what the job carries. */
export function setGlobals(instance: KernelInstance, control: ControlBlock, count: number): void {
  for (let index = 0; index < count; index++) {
    const global = instance.globals[index]!
    global.value = instance.types[index] === 'i64' ? control.bigints[index] : control.floats[index]
  }
}
