import type { Observer } from '@weft/abi'
import { type TraceEvent, TraceEvents } from './trace-events.js'
import { TraceObserver } from './trace-observer.js'

export interface TraceOptions {
  /** Later events are left out and counted, so that a long run does not fill the memory. Default: 1,000,000. */
  readonly maximumEvents?: number | undefined
}

/** A file of the Chrome trace format, which Perfetto opens. */
export interface TraceFile {
  readonly traceEvents: readonly TraceEvent[]
  readonly displayTimeUnit: 'ms'
  /** `dropped`: spans and moments that were left out. */
  readonly otherData: { readonly dropped: number }
}

export interface Trace {
  /** Options for the store that is to be traced: of `instantiate`, or `new Store(trace.options)`. */
  readonly options: { readonly observer: Observer }
  /** A span of the host's own, such as the dispatch of a kernel. Returns what ends it, which may add to what is known of it. */
  begin(
    track: string,
    name: string,
    args?: Readonly<Record<string, unknown>>,
  ): (args?: Readonly<Record<string, unknown>>) => void
  /** What was traced up to now: tracks for instances, spans for tasks, calls and waits, moments for transfers. */
  toJSON(): TraceFile
}

/** Starts a trace. It costs nothing where its options are not given, and time and memory for every event where they are. */
export function createTrace({ maximumEvents = 1_000_000 }: TraceOptions = {}): Trace {
  const events = new TraceEvents(maximumEvents)
  return {
    options: { observer: new TraceObserver(events) },
    begin(track, name, args) {
      const span = events.begin('host', name, track, args)
      return (more) => {
        if (span !== undefined) events.end(span, more)
      }
    },
    toJSON: () => ({
      traceEvents: events.all(),
      displayTimeUnit: 'ms',
      otherData: { dropped: events.dropped },
    }),
  }
}
