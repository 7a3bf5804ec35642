import type { ReadResult, StreamReader } from '@weft/component'
import { type ByteSource, type Contents, isByteSource } from './http-types.js'

/** What was read: bytes, or that there are none left, or that the writer holds more than was allowed. */
type Chunk = Uint8Array | 'end' | { readonly excess: number }

/** Reads a body piece by piece. */
export interface BodyReader {
  /** At most one read at a time. A writer that holds more than `limit` keeps what it has, if it can be asked. */
  read(limit: number): Chunk | Promise<Chunk>
  /** A chunk that was read has been sent, and nobody uses it any more. */
  free?(chunk: Uint8Array): void
  /** Nobody reads any more; a read that is under way ends. */
  close(): void
}

/** A reader for whatever shape a body has. */
export function readBody(contents: Contents): BodyReader {
  if ('readInto' in contents) {
    // A body that components only passed on is read where it comes from, however many they were.
    const source = contents.takeSource(isOwn) as ByteSource | undefined
    return source ? new SourceReader(source) : new ComponentBodyReader(contents)
  }
  if (Symbol.asyncIterator in contents && !('getReader' in contents))
    return new SourceReader(contents[Symbol.asyncIterator]() as ByteSource)
  return new WebBodyReader((contents as ReadableStream<Uint8Array>).getReader())
}

function isOwn(source: unknown): boolean {
  return typeof source === 'object' && source !== null && isByteSource in source
}

const firstBytes = 4 * 1024
const mostBytes = 64 * 1024

/**
 * A component's stream. Its buffer begins small and grows with what comes: most bodies are short, and a fresh buffer of
 * 64 KiB costs 18 µs and more, one of 4 KiB 1 µs (Node 26).
 */
class ComponentBodyReader implements BodyReader {
  readonly #stream: StreamReader<number, Uint8Array>
  #count = firstBytes
  /** Buffers that were made here. */
  readonly #own = new WeakSet<ArrayBufferLike>()
  /** Those of them that can be filled again. */
  readonly #spares: Uint8Array[] = []

  constructor(stream: StreamReader<number, Uint8Array>) {
    this.#stream = stream
  }

  async read(limit: number): Promise<Chunk> {
    const count = this.#count
    // To ask how much the writer holds costs a read more; it may be too much only near the end.
    if (limit < count) return this.#readAtMost(Math.max(limit, 0))
    const target = this.#target()
    const length = await this.#stream.readInto(target)
    if (length === 0) return 'end'
    if (length === count) this.#count = Math.min(count * 4, mostBytes)
    return target.subarray(0, length)
  }

  free({ buffer }: Uint8Array): void {
    if (buffer.byteLength === this.#count && this.#own.has(buffer)) this.#spares.push(new Uint8Array(buffer))
  }

  async #readAtMost(rejectLength: number): Promise<Chunk> {
    const result = await this.#stream.read({ count: this.#count, rejectLength })
    const { value, done, rejectedLength } = result as ReadResult<Uint8Array>
    if (rejectedLength !== undefined) return { excess: rejectedLength }
    return done || value === undefined ? 'end' : value
  }

  #target(): Uint8Array {
    const spare = this.#spares.pop()
    if (spare?.length === this.#count) return spare
    const target = new Uint8Array(this.#count)
    this.#own.add(target.buffer)
    return target
  }

  close(): void {
    this.#stream.close()
  }
}

class SourceReader implements BodyReader {
  readonly #source: ByteSource

  constructor(source: ByteSource) {
    this.#source = source
  }

  read(): Chunk | Promise<Chunk> {
    const result = this.#source.next()
    return 'then' in result ? Promise.resolve(result).then(chunkOf) : chunkOf(result)
  }

  free(chunk: Uint8Array): void {
    // An iterator of somebody else may have a method of that name.
    if (isOwn(this.#source)) this.#source.free?.(chunk)
  }

  close(): void {
    this.#source.return?.()
  }
}

class WebBodyReader implements BodyReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>) {
    this.#reader = reader
  }

  async read(): Promise<Chunk> {
    return chunkOf((await this.#reader.read()) as IteratorResult<Uint8Array, undefined>)
  }

  close(): void {
    this.#reader.cancel().catch(() => undefined)
  }
}

function chunkOf({ value, done }: IteratorResult<Uint8Array, undefined>): Chunk {
  return done ? 'end' : value
}
