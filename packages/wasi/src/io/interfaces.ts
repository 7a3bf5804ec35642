import { InputStream } from './input-stream.js'
import { IoError } from './io-error.js'
import { OutputStream } from './output-stream.js'
import { Pollable, poll } from './pollable.js'

/** `wasi:io/error` of WASI 0.2. */
export const error = { Error: IoError }

/** `wasi:io/poll` of WASI 0.2. */
export const pollInterface = { Pollable, poll }

/** `wasi:io/streams` of WASI 0.2. */
export const streams = { InputStream, OutputStream, Error: IoError, Pollable }
