import { TrapError } from '@weft/core'

/** `wasi:io/poll#pollable` of WASI 0.2. */
export class Pollable {
  readonly #isReady: () => boolean
  readonly #wait: () => Promise<void>
  readonly #dispose: (() => void) | undefined

  constructor(isReady: () => boolean, wait: () => Promise<void>, dispose?: () => void) {
    this.#isReady = isReady
    this.#wait = wait
    this.#dispose = dispose
  }

  ready(): boolean {
    return this.#isReady()
  }

  block(): Promise<void> | undefined {
    return this.#isReady() ? undefined : this.wait()
  }

  /** Resolves once it is ready. */
  async wait(): Promise<void> {
    while (!this.#isReady()) await this.#wait()
  }

  [Symbol.dispose](): void {
    this.#dispose?.()
  }
}

/** The positions of the pollables that are ready, once there is one. Specification: `wasi:io/poll#poll` of 0.2. */
export function poll(pollables: readonly Pollable[]): Uint32Array | Promise<Uint32Array> {
  if (pollables.length === 0) throw new TrapError('poll was given no pollable')
  const ready = readyOnes(pollables)
  return ready.length > 0
    ? ready
    : Promise.race(pollables.map((pollable) => pollable.wait())).then(() => readyOnes(pollables))
}

function readyOnes(pollables: readonly Pollable[]): Uint32Array {
  return Uint32Array.from([...pollables.keys()].filter((index) => pollables[index]!.ready()))
}
