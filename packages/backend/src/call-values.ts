import type { KernelModule, KernelStack, MemoryRange, StaticData } from './interface.js'

/** WebAssembly's C ABI keeps the stack pointer a multiple of this. */
const stackAlignmentBytes = 16

/** The initial stack pointer of thread `thread` in a range that has room for one stack for each thread. */
export function stackPointerOf(stacks: MemoryRange, stack: KernelStack, thread = 0): number {
  const end = stacks.address + (thread + 1) * stack.sizeBytes
  return end - (end % stackAlignmentBytes)
}

/** Makes `[0, staticBytes)` what the kernel expects to find there: its data, and zeros around it. */
export function layDownStatics(
  memory: WebAssembly.Memory,
  staticBytes: number,
  statics: readonly StaticData[],
): void {
  const image = new Uint8Array(memory.buffer, 0, staticBytes)
  image.fill(0)
  for (const { address, bytes } of statics) image.set(bytes, address)
}

/** Sets the kernel's exported globals to `values`, or to their initial values. */
export function setKernelGlobals(
  exports: WebAssembly.Exports,
  kernel: Pick<KernelModule, 'globals'>,
  values: readonly (number | bigint)[] | undefined,
): void {
  kernel.globals.forEach(({ exportName, initial }, index) => {
    const exported = exports[exportName] as WebAssembly.Global
    exported.value = values?.[index] ?? initial
  })
}
