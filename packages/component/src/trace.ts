export { createTrace, type Trace, type TraceFile, type TraceOptions } from './trace/create-trace.js'
export type { TraceEvent } from './trace/trace-events.js'
