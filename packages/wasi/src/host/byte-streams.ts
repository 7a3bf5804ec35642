import type { StreamReader } from '@weft/component'
import type { ByteSink } from './byte-sink.js'
import type { ByteSource } from './byte-source.js'

/** The `result<_, error-code>` at the end of a stream; `Code` as JavaScript sees the type. */
export type StreamOutcome<Code> = { readonly tag: 'ok' } | { readonly tag: 'err'; readonly val: Code }

/** A stream for a guest, as `@weft/component` takes it: `read` resolves to a chunk, or null at the end. */
export interface HostByteStream {
  read(): Promise<Uint8Array | null>
  cancel(): void
}

const ok = { tag: 'ok' } as const
const chunkBytes = 64 * 1024

/** A stream that reads from `source`, and the future of how it ended: well if the guest drops the stream first. */
export function readViaStream<Code>(
  source: ByteSource,
  codeOf: (error: unknown) => Code,
): [HostByteStream, Promise<StreamOutcome<Code>>] {
  const { promise, resolve } = Promise.withResolvers<StreamOutcome<Code>>()
  let isCancelled = false
  const read = async () => {
    for (;;) {
      const bytes = isCancelled ? undefined : source.take(chunkBytes)
      if (bytes) return bytes
      if (isCancelled || source.over) break
      await source.ready()
    }
    const error = source.over?.error
    resolve(error === undefined || isCancelled ? ok : { tag: 'err', val: codeOf(error) })
    return null
  }
  const cancel = () => {
    isCancelled = true
    resolve(ok)
  }
  return [{ read, cancel }, promise]
}

/** Writes all of a guest's stream to `sink`; resolves once the bytes have left, or with why not: the stream is dropped then. */
export async function writeViaStream<Code>(
  data: StreamReader<number, Uint8Array>,
  sink: ByteSink,
  codeOf: (error: unknown) => Code,
): Promise<StreamOutcome<Code>> {
  using stream = data
  for await (const bytes of stream) {
    sink.write(bytes)
    if (sink.room === 0) await sink.writable()
    if (sink.error !== undefined) break
  }
  await sink.flush()
  return sink.error === undefined ? ok : { tag: 'err', val: codeOf(sink.error) }
}
