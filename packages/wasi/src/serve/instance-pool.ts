import type { Instance } from '@weft/component'
import { HttpLimitError } from './serve-errors.js'
import type { ServeLimits } from './serve-options.js'

export interface PooledInstance {
  readonly instance: Instance
  /** Ends what was made for the instance. Called after it was disposed of; never rejects. */
  end(): Promise<void>
}

/** An instance and how busy it is. */
export interface Slot extends PooledInstance {
  /** Requests that it is answering. */
  active: number
  /** Calls that were made. */
  served: number
  /** It gets no more requests. */
  retired: boolean
  disposed: boolean
  timer: NodeJS.Timeout | undefined
}

type PoolLimits = Pick<
  ServeLimits,
  'maximumRequestsAtOnce' | 'maximumInstances' | 'maximumReuse' | 'maximumLingeringTasks' | 'lingerMs'
> & {
  /** Instances cannot be called while they are at work: when all are, requests wait for their turn. */
  readonly exclusive: boolean
}

/**
 * Instances of one component. Each is in a store of its own, so that what traps in one leaves the others alone. One
 * that has trapped, was used too often or has too much work left over is replaced.
 */
export class InstancePool {
  readonly #create: () => Promise<PooledInstance>
  readonly #limits: PoolLimits
  readonly #slots: Slot[] = []
  readonly #retired = new Set<Slot>()
  /** Requests that wait for an instance that has room. */
  readonly #waiting: (() => void)[] = []
  /** The instance that is being made, the latest one if there are several. */
  #starting: Promise<Slot> | undefined = undefined
  #startingCount = 0
  readonly #ending = new Set<Promise<void>>()
  #disposed = false

  constructor(create: () => Promise<PooledInstance>, limits: PoolLimits) {
    this.#create = create
    this.#limits = limits
  }

  get size(): number {
    return this.#slots.length + this.#retired.size
  }

  /** Tasks that run, in all instances. */
  get tasks(): number {
    return [...this.#slots, ...this.#retired].reduce((sum, { instance }) => sum + instance.runningTasks, 0)
  }

  /** Makes an instance that waits for requests. Rejects if none can be made. */
  async prepare(): Promise<void> {
    this.#starting ??= this.#start()
    await this.#starting
  }

  /** An instance for a request, at once if there is one. Rejects if none can be made, or once `signal` is aborted. */
  take(signal?: AbortSignal): Slot | Promise<Slot> {
    if (this.#disposed) throw new HttpLimitError('requests', 'the server is closed')
    const slot = this.#choose()
    if (slot !== undefined) return this.#use(slot)
    const { exclusive, maximumInstances } = this.#limits
    const isFull = exclusive && this.#slots.length + this.#startingCount >= maximumInstances
    return isFull ? this.#waitForTurn(signal) : this.#startFor(signal)
  }

  /** A request is done with it. */
  release(slot: Slot): void {
    slot.active--
    const { maximumReuse, maximumLingeringTasks } = this.#limits
    if (slot.served >= maximumReuse || slot.instance.runningTasks - slot.active > maximumLingeringTasks)
      this.retire(slot)
    if (slot.retired) this.#disposeIfIdle(slot)
    else this.#wakeOne()
  }

  /** Gives it no more requests; it has some time to end what it does. */
  retire(slot: Slot): void {
    if (slot.retired) return
    this.#remove(slot)
    this.#retired.add(slot)
    slot.timer = setTimeout(() => this.#dispose(slot), this.#limits.lingerMs)
    slot.timer.unref()
    this.#disposeIfIdle(slot)
  }

  /** It has trapped: what it was doing fails. */
  discard(slot: Slot): void {
    this.#remove(slot)
    this.#dispose(slot)
  }

  /** Ends all instances. */
  async dispose(): Promise<void> {
    this.#disposed = true
    for (const slot of [...this.#slots, ...this.#retired]) this.discard(slot)
    for (const goOn of this.#waiting.splice(0)) goOn()
    await Promise.all(this.#ending)
  }

  #choose(): Slot | undefined {
    const { maximumInstances, exclusive } = this.#limits
    let least: Slot | undefined
    for (const slot of this.#slots.slice()) {
      const isFull = this.#isFull(slot)
      // One that is at work cannot be entered either.
      if (isFull && exclusive) continue
      if (!slot.instance.canBeEntered) this.discard(slot)
      else if (!isFull) return slot
      else if (least === undefined || slot.active < least.active) least = slot
    }
    return this.#slots.length < maximumInstances ? undefined : least
  }

  #isFull(slot: Slot): boolean {
    return slot.active >= this.#limits.maximumRequestsAtOnce
  }

  async #startFor(signal: AbortSignal | undefined): Promise<Slot> {
    // An instance that can do several things at once does for all that wait for one.
    const shared = this.#limits.exclusive ? undefined : this.#starting
    const started = await (shared ?? this.#start())
    return started.retired || this.#isFull(started) ? this.take(signal) : this.#use(started)
  }

  async #waitForTurn(signal: AbortSignal | undefined): Promise<Slot> {
    if (signal?.aborted) throw signal.reason
    const turn = Promise.withResolvers<void>()
    const leave = () => {
      const index = this.#waiting.indexOf(turn.resolve)
      if (index >= 0) this.#waiting.splice(index, 1)
      // Its turn has come, and is the next one's.
      else this.#wakeOne()
      turn.reject(signal?.reason)
    }
    this.#waiting.push(turn.resolve)
    signal?.addEventListener('abort', leave)
    await turn.promise
    signal?.removeEventListener('abort', leave)
    return this.take(signal)
  }

  #wakeOne(): void {
    this.#waiting.shift()?.()
  }

  #use(slot: Slot): Slot {
    slot.active++
    return slot
  }

  #start(): Promise<Slot> {
    this.#startingCount++
    const starting = this.#make().finally(() => {
      this.#startingCount--
      if (this.#starting === starting) this.#starting = undefined
    })
    this.#starting = starting
    // Whoever is next may have more luck, or has to be told as well.
    starting.catch(() => this.#wakeOne())
    return starting
  }

  async #make(): Promise<Slot> {
    const made = await this.#create()
    const slot: Slot = { ...made, active: 0, served: 0, retired: false, disposed: false, timer: undefined }
    this.#slots.push(slot)
    if (this.#disposed) this.discard(slot)
    return slot
  }

  #remove(slot: Slot): void {
    slot.retired = true
    const index = this.#slots.indexOf(slot)
    if (index < 0) return
    this.#slots.splice(index, 1)
    this.#wakeOne()
  }

  #disposeIfIdle(slot: Slot): void {
    if (slot.active === 0 && slot.instance.runningTasks === 0) this.#dispose(slot)
  }

  #dispose(slot: Slot): void {
    if (slot.disposed) return
    slot.disposed = true
    clearTimeout(slot.timer)
    this.#retired.delete(slot)
    slot.instance[Symbol.dispose]()
    const ending = slot.end().finally(() => this.#ending.delete(ending))
    this.#ending.add(ending)
  }
}
