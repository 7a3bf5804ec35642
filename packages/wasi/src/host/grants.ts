/** What a guest may be granted. */
export type Capability = 'stdin' | 'dirs' | 'write' | 'network'

/** A guest used what it was not granted. */
export interface Denial {
  readonly capability: Capability
  readonly message: string
}

const messages: Record<Capability, string> = {
  stdin: 'the guest reads standard input, which it was not granted',
  dirs: 'the guest looks for files, and was granted no folder',
  write: 'the guest changes files in a folder that it may only read',
  network: 'the guest uses the network, which it was not granted',
}

/** Remembers what was refused, and tells the host of each capability once. */
export class Grants {
  readonly #onDenied: ((denial: Denial) => void) | undefined
  readonly #told = new Set<Capability>()
  readonly #missed = new Set<Capability>()

  constructor(onDenied: ((denial: Denial) => void) | undefined) {
    this.#onDenied = onDenied
  }

  /** The guest was told that it has nothing of the kind, which may be all the same to it. */
  missed(capability: Capability): void {
    this.#missed.add(capability)
  }

  /** The guest failed: what it missed may be why. */
  tellMissed(): void {
    for (const capability of this.#missed) this.denied(capability)
  }

  denied(capability: Capability): void {
    if (this.#told.has(capability)) return
    this.#told.add(capability)
    this.#onDenied?.({ capability, message: messages[capability] })
  }
}
