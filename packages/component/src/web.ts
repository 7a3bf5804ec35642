export type { ReadOptions, ReadResult, StreamReader } from './host/stream-reader.js'
export { fromReadableStream } from './web/from-readable-stream.js'
export { createStreamWriter, type StreamWriter } from './web/stream-writer.js'
export { toReadableStream } from './web/to-readable-stream.js'
