import { ComponentError } from '@weft/component'
import { InputStream } from '../io/input-stream.js'
import type { IoError } from '../io/io-error.js'
import { OutputStream } from '../io/output-stream.js'
import { BaseDescriptor } from './descriptor.js'
import { errorCodeOf, FileError } from './error-codes.js'
import { FileSink, FileSource } from './file-bytes.js'
import type { DirectoryEntry } from './file-system.js'
import type { Opened } from './open-file.js'
import { type Shape, typeOf } from './stats.js'

const mostBytes = 16 * 1024 * 1024

/** `wasi:filesystem/types#descriptor` of WASI 0.2. */
export class Descriptor extends BaseDescriptor {
  protected override create(opened: Opened, mayWrite: boolean): Descriptor {
    return new Descriptor(this.world, opened, mayWrite)
  }

  /** At most `length` bytes from `offset` on, and whether they are the last. */
  read(length: bigint, offset: bigint): [Uint8Array, boolean] {
    return this.guard(() => {
      const source = this.#source(offset)
      const bytes = source.take(Number(length > mostBytes ? mostBytes : length))
      if (source.over?.error !== undefined) throw source.over.error
      return [bytes ?? new Uint8Array(), bytes === undefined && length > 0n]
    })
  }

  write(bytes: Uint8Array, offset: bigint): bigint {
    return this.guard(() => {
      const sink = this.#sink(offset)
      sink.write(bytes)
      if (sink.error !== undefined) throw sink.error
      return BigInt(bytes.length)
    })
  }

  readViaStream(offset: bigint): InputStream {
    return this.guard(() => new FileInputStream(this, this.#source(offset)))
  }

  writeViaStream(offset: bigint): OutputStream {
    return this.guard(() => new FileOutputStream(this, this.#sink(offset)))
  }

  appendViaStream(): OutputStream {
    return this.guard(() => new FileOutputStream(this, this.#sink(undefined)))
  }

  readDirectory(): DirectoryEntryStream {
    return this.guard(() => {
      const entries = this.world.fs.readdirSync(this.folderPath, { withFileTypes: true })
      return new DirectoryEntryStream(entries, this.world.shape)
    })
  }

  holdFile(): void {
    this.hold()
  }

  releaseFile(): void {
    this.release()
  }

  #source(position: bigint): FileSource {
    if (!this.isReadable) throw new FileError(this.#kindError)
    return new FileSource({ fs: this.world.fs, fd: this.fd, position })
  }

  #sink(position: bigint | undefined): FileSink {
    if (!this.isWritable) throw new FileError(this.#kindError)
    return new FileSink({ fs: this.world.fs, fd: this.fd, position })
  }

  get #kindError(): string {
    return this.stats().isDirectory() ? 'is-directory' : 'bad-descriptor'
  }
}

class FileInputStream extends InputStream {
  readonly #descriptor: Descriptor

  constructor(descriptor: Descriptor, source: FileSource) {
    super(source)
    descriptor.holdFile()
    this.#descriptor = descriptor
  }

  [Symbol.dispose](): void {
    this.#descriptor.releaseFile()
  }
}

class FileOutputStream extends OutputStream {
  readonly #descriptor: Descriptor

  constructor(descriptor: Descriptor, sink: FileSink) {
    super(sink)
    descriptor.holdFile()
    this.#descriptor = descriptor
  }

  [Symbol.dispose](): void {
    this.#descriptor.releaseFile()
  }
}

/** `wasi:filesystem/types#directory-entry-stream` of WASI 0.2. */
export class DirectoryEntryStream {
  readonly #entries: Iterator<DirectoryEntry>
  readonly #shape: Shape

  constructor(entries: readonly DirectoryEntry[], shape: Shape) {
    this.#entries = entries.values()
    this.#shape = shape
  }

  readDirectoryEntry(): { readonly type: unknown; readonly name: string } | undefined {
    const { value } = this.#entries.next()
    return value && { type: this.#shape.descriptorType(typeOf(value)), name: value.name }
  }
}

/** The error code behind an error of a stream. */
export function filesystemErrorCode(error: IoError): string | undefined {
  return errorCodeOf(error.cause instanceof ComponentError ? error.cause.cause : error.cause)
}
