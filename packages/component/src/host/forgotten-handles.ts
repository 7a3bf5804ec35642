interface Droppable {
  drop(): void
}

/** Stands for an object that may be forgotten. */
export interface ForgettableEntry {
  /** Undefined: the registry has it, or it is not to be watched any more. */
  object: object | undefined
  handle: Droppable | undefined
}

/** How long an object may be given away before it counts as one that is kept, in milliseconds. */
const youthMs = 20

/**
 * Drops what objects stood for that JavaScript has forgotten. Most objects are given away in the turn they came in, and
 * an entry of the registry costs 1 µs and work for the collector: a tenth of a pass through HTTP middleware. So only
 * those that live longer get one; until then they are held here.
 */
export class ForgottenHandles {
  readonly #registry: FinalizationRegistry<Droppable>
  #young: ForgettableEntry[] = []

  /** `drop` is called with handles of objects that were forgotten. */
  constructor(drop: (handle: Droppable) => void) {
    this.#registry = new FinalizationRegistry(drop)
  }

  /** Watches an object. Returns what `unregister` takes. */
  register(object: object, handle: Droppable): ForgettableEntry {
    if (this.#young.length === 0) {
      const timer: unknown = setTimeout(this.#age, youthMs)
      // In Node nobody waits for that.
      ;(timer as { unref?(): void }).unref?.()
    }
    const entry = { object, handle }
    this.#young.push(entry)
    return entry
  }

  /** The object is done with. */
  unregister(entry: ForgettableEntry): void {
    if (entry.object === undefined) this.#registry.unregister(entry)
    entry.object = undefined
    entry.handle = undefined
  }

  readonly #age = (): void => {
    for (const entry of this.#young) {
      const { object, handle } = entry
      entry.object = undefined
      entry.handle = undefined
      if (object !== undefined && handle !== undefined) this.#registry.register(object, handle, entry)
    }
    this.#young = []
  }
}
