/** An event of the Chrome trace format: `b` and `e` begin and end a span, `n` marks a moment of one, `i` any moment, `M` names. */
export interface TraceEvent {
  readonly ph: 'b' | 'e' | 'n' | 'i' | 'M'
  readonly name: string
  readonly cat?: string
  /** Spans of one `cat` and `id` lie within each other. */
  readonly id?: number
  /** Stands for a component instance, or for what the host does. */
  readonly pid: number
  readonly tid: 0
  /** Microseconds since the trace began. */
  readonly ts: number
  /** Of `i`: how wide it is drawn. */
  readonly s?: 'p'
  readonly args?: Readonly<Record<string, unknown>>
}

/** A span that has begun. */
export interface Span {
  readonly name: string
  readonly cat: string
  readonly id: number
  readonly pid: number
}

/** Writes down events in order. */
export class TraceEvents {
  readonly #events: TraceEvent[] = []
  readonly #pids = new Map<string, number>()
  readonly #open = new Set<Span>()
  readonly #maximumEvents: number
  readonly #start = performance.now()
  #ids = 0
  /** Spans and moments that were left out because there were too many. */
  dropped = 0

  constructor(maximumEvents: number) {
    this.#maximumEvents = maximumEvents
  }

  /** `within`: a span that this one is a part of. Undefined if there are too many events. */
  begin(
    cat: string,
    name: string,
    track: string,
    args?: Readonly<Record<string, unknown>>,
    within?: Span,
  ): Span | undefined {
    if (this.#isFull()) return undefined
    const span = { name, cat: within?.cat ?? cat, id: within?.id ?? ++this.#ids, pid: this.#pidOf(track) }
    this.#open.add(span)
    this.#add('b', span, args)
    return span
  }

  end(span: Span, args?: Readonly<Record<string, unknown>>): void {
    if (this.#open.delete(span)) this.#add('e', span, args)
  }

  /** A moment of a span. */
  mark({ cat, id, pid }: Span, name: string): void {
    if (!this.#isFull()) this.#add('n', { cat, id, pid, name })
  }

  moment(cat: string, name: string, track: string, args: Readonly<Record<string, unknown>>): void {
    if (this.#isFull()) return
    const pid = this.#pidOf(track)
    this.#events.push({ ph: 'i', name, cat, pid, tid: 0, ts: this.#now(), s: 'p', args })
  }

  /** All of them; spans that have not ended end now. */
  all(): TraceEvent[] {
    const ts = this.#now()
    const args = { unfinished: true }
    const ends = [...this.#open].reverse().map((span): TraceEvent => ({ ph: 'e', ...span, tid: 0, ts, args }))
    return [...this.#events, ...ends]
  }

  #isFull(): boolean {
    const isFull = this.#events.length >= this.#maximumEvents
    if (isFull) this.dropped++
    return isFull
  }

  #add(ph: 'b' | 'e' | 'n', span: Span, args?: Readonly<Record<string, unknown>>): void {
    const event = { ph, ...span, tid: 0, ts: this.#now() } as const
    this.#events.push(args === undefined ? event : { ...event, args })
  }

  #now(): number {
    return (performance.now() - this.#start) * 1000
  }

  #pidOf(track: string): number {
    let pid = this.#pids.get(track)
    if (pid === undefined) {
      pid = this.#pids.size + 1
      this.#pids.set(track, pid)
      const args = { name: track }
      this.#events.push({ ph: 'M', name: 'process_name', pid, tid: 0, ts: this.#now(), args })
    }
    return pid
  }
}
