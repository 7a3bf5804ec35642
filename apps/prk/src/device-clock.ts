/** Where the time of a device went, in milliseconds. */
export interface DeviceTimes {
  /** Making kernels ready. */
  readonly compileMs: number
  /** Writing buffers, and laying down what calls need. */
  readonly uploadMs: number
  /** From handing calls to the device until it said that they were done. */
  readonly dispatchMs: number
  /** Kernels alone, by the device's own clock; NaN where there is none. Inside `dispatchMs`. */
  readonly kernelMs: number
  /** Reading buffers, and whether an iteration trapped. */
  readonly downloadMs: number
}

export const timeNames = ['compileMs', 'uploadMs', 'dispatchMs', 'kernelMs', 'downloadMs'] as const

/** Adds up the times of a device. */
export class DeviceClock {
  private readonly sums = Object.fromEntries(timeNames.map((name) => [name, 0])) as Record<
    keyof DeviceTimes,
    number
  >

  add(times: Partial<DeviceTimes>): void {
    for (const name of timeNames) this.sums[name] += times[name] ?? 0
  }

  /** What was added since it was last asked. */
  take(): DeviceTimes {
    const times = { ...this.sums }
    for (const name of timeNames) this.sums[name] = 0
    return times
  }
}
