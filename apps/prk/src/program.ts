import { readFile } from 'node:fs/promises'
import { GuestError } from '@weft/core'
import type { Parallel, ParallelInstance } from '@weft/parallel'
import { elementBytesOf, type Kernel, type Problem, styles, type Variant } from './kernels.js'
import { guestPath } from './paths.js'

/** A guest with one variant of a kernel set up in it. Closing it frees its data. */
export interface Program extends AsyncDisposable {
  /** One iteration of PRK. Throws `WeftError` with what the device said if a kernel fails. */
  step(): void
  /** PRK's own measure of what is wrong after `steps` steps; 0 is perfect. */
  check(steps: number): number
  /** The bytes that `check` looked at. */
  result(): Uint8Array
}

/** A guest on a device that it has to wait for: everything answers with promises. */
export interface WaitingProgram extends AsyncDisposable {
  /** Sets a variant up, with buffers of its own. The earlier one's stay. */
  setup(variant: Variant, problem: Problem): Promise<void>
  step(): Promise<void>
  check(steps: number): Promise<number>
}

interface GuestExports {
  setup(elementBytes: number, style: number, size: number, tile: number): void
  step(): void
  check(steps: number): number
  resultAddress(): number
  resultBytes(): number
}

/** Instantiates a kernel's guest on a host and sets a variant up. */
export async function openProgram(
  parallel: Parallel,
  kernel: Kernel,
  variant: Variant,
  problem: Problem,
): Promise<Program> {
  return openGuest(parallel, await readFile(guestPath(kernel.name)), variant, problem)
}

/** The same for a guest that is given as bytes. */
export async function openGuest(
  parallel: Parallel,
  wasm: Uint8Array,
  { element, style }: Variant,
  { size, tile }: Problem,
): Promise<Program> {
  const instance = await parallel.instantiate(wasm)
  const guest = instance.exports as unknown as GuestExports
  explained(instance, () => guest.setup(elementBytesOf(element), styles.indexOf(style), size, tile))
  return {
    step: () => explained(instance, guest.step),
    check: (steps) => explained(instance, () => guest.check(steps)),
    result: () => new Uint8Array(instance.memory!.buffer, guest.resultAddress(), guest.resultBytes()),
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  }
}

/** Instantiates a kernel's guest on a host, which may suspend it. */
export async function openWaitingProgram(parallel: Parallel, kernel: Kernel): Promise<WaitingProgram> {
  const instance = await parallel.instantiate(await readFile(guestPath(kernel.name)))
  const call = (name: keyof GuestExports, ...parameters: unknown[]) =>
    instance.call(name, ...parameters).catch((cause) => {
      throw reasonOf(instance, cause)
    })
  return {
    async setup({ element, style }, { size, tile }) {
      await call('setup', elementBytesOf(element), styles.indexOf(style), size, tile)
    },
    async step() {
      await call('step')
    },
    check: async (steps) => Number(await call('check', steps)),
    [Symbol.asyncDispose]: () => instance[Symbol.asyncDispose](),
  }
}

function explained<T>(instance: ParallelInstance, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw reasonOf(instance, cause)
  }
}

/** A guest answers a failed call with a trap; the reason is in the host's list of failures. */
function reasonOf(instance: ParallelInstance, cause: unknown): unknown {
  const failure = instance.failures.at(-1)
  if (failure === undefined) return cause
  const reason = failure.error instanceof Error ? failure.error.message : String(failure.error)
  return new GuestError(`${failure.function} failed with ${failure.errno}: ${reason}`, { cause })
}
