/** Where a guest's bytes go: standard output, a file. */
export interface ByteSink {
  /** Takes `bytes`, which nobody changes any more. Failures show in `error`. */
  write(bytes: Uint8Array): void
  /** How many bytes it likes to take now; 0 while it is full. */
  readonly room: number
  /** Why it takes no more. */
  readonly error: unknown
  /** Resolves once there is room, or it failed. */
  writable(): Promise<void>
  /** Undefined if all that was written has left this process; else resolves when it has, or when the sink has failed. */
  flush(): Promise<void> | undefined
}

/** The `error` of a sink that takes no more without having failed: the guest has closed it, or nobody reads any more. */
export const closed: unique symbol = Symbol('weft.wasi.closed')

export const roomBytes = 64 * 1024

/** Forgets what is written to it. */
export const nowhere: ByteSink = {
  write() {},
  room: roomBytes,
  error: undefined,
  async writable() {},
  flush: () => undefined,
}
