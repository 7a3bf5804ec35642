import type { StreamReader } from '@weft/component'
import type { ByteSink } from '../host/byte-sink.js'
import { readViaStream, writeViaStream } from '../host/byte-streams.js'
import type { WasiHost } from '../host/wasi-host.js'

/** `wasi:cli/stdin` of WASI 0.3. */
export function stdin(host: WasiHost): object {
  return { readViaStream: () => readViaStream(host.stdin, errorCode) }
}

/** `wasi:cli/stdout` of WASI 0.3. */
export function stdout(host: WasiHost): object {
  return output(host, host.stdout)
}

/** `wasi:cli/stderr` of WASI 0.3. */
export function stderr(host: WasiHost): object {
  return output(host, host.stderr)
}

function output({ pending }: WasiHost, sink: ByteSink): object {
  return {
    writeViaStream(data: StreamReader<number, Uint8Array>) {
      const written = writeViaStream(data, sink, errorCode)
      pending.add(written)
      const done = () => pending.delete(written)
      written.then(done, done)
      return written
    },
  }
}

/** `wasi:cli/types#error-code`. */
function errorCode(error: unknown): 'io' | 'illegal-byte-sequence' | 'pipe' {
  const code = (error as { readonly code?: unknown } | undefined)?.code
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_STREAM_PREMATURE_CLOSE')
    return 'pipe'
  return code === 'EILSEQ' ? 'illegal-byte-sequence' : 'io'
}
