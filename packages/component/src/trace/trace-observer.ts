import type { ObservedKind, Observer } from '@weft/abi'
import type { Span, TraceEvents } from './trace-events.js'

/** Writes down what a store's guests do. */
export class TraceObserver implements Observer {
  readonly #events: TraceEvents
  /** What has begun and not ended. */
  readonly #spans: Readonly<Record<ObservedKind, WeakMap<object, Span>>> = {
    task: new WeakMap(),
    call: new WeakMap(),
    wait: new WeakMap(),
  }
  /** The wait within a task. */
  readonly #waits = new WeakMap<Span, Span>()

  constructor(events: TraceEvents) {
    this.#events = events
  }

  began(kind: ObservedKind, key: object, name: string, instance: string, within?: object): void {
    const { task, call } = this.#spans
    const outer = within && (task.get(within) ?? call.get(within))
    const inside = kind === 'wait' ? outer : undefined
    const args = inside || !outer ? undefined : { by: outer.id }
    const span = this.#events.begin(kind, name, instance, args, inside)
    if (span === undefined) return
    this.#spans[kind].set(key, span)
    if (inside) this.#waits.set(inside, span)
  }

  ended(kind: ObservedKind, key: object, how?: 'cancelled' | 'trapped'): void {
    const span = this.#spans[kind].get(key)
    if (span === undefined) return
    const wait = this.#waits.get(span)
    if (wait !== undefined) this.#events.end(wait)
    this.#spans[kind].delete(key)
    this.#events.end(span, how && { how })
  }

  returned(key: object): void {
    const span = this.#spans.task.get(key)
    if (span !== undefined) this.#events.mark(span, 'return')
  }

  copied(name: string, instance: string, elements: number, bytes: number): void {
    this.#events.moment('copy', name, instance, { elements, bytes })
  }
}
