import { type ByteSink, roomBytes } from '../host/byte-sink.js'
import type { ByteSource, SourceEnd } from '../host/byte-source.js'
import { FileError } from './error-codes.js'
import type { FileSystem } from './file-system.js'

export interface PositionedFile {
  readonly fs: FileSystem
  readonly fd: number
  /** Where to begin; undefined: always at the end. */
  readonly position: bigint | undefined
}

/** Reads a file from a position on. */
export class FileSource implements ByteSource {
  readonly #file: PositionedFile
  #position: number
  #over: SourceEnd | undefined

  constructor(file: PositionedFile) {
    this.#file = file
    this.#position = Number(file.position)
    // What the system takes is signed.
    if (this.#position >= 2 ** 63) this.#over = { error: new FileError('invalid') }
    else if (!Number.isSafeInteger(this.#position)) this.#over = {}
  }

  take(maximum: number): Uint8Array | undefined {
    if (this.#over || maximum === 0) return undefined
    const { fs, fd } = this.#file
    const buffer = new Uint8Array(maximum)
    try {
      const count = fs.readSync(fd, buffer, 0, maximum, this.#position)
      this.#position += count
      if (count > 0) return buffer.subarray(0, count)
      this.#over = {}
    } catch (error) {
      this.#over = { error }
    }
    return undefined
  }

  get available(): boolean {
    return this.#over === undefined
  }

  get over(): SourceEnd | undefined {
    return this.#over
  }

  async ready(): Promise<void> {}
}

/** Writes a file from a position on, or at its end. */
export class FileSink implements ByteSink {
  readonly room = roomBytes
  readonly #file: PositionedFile
  #position: bigint | undefined
  #error: unknown

  constructor(file: PositionedFile) {
    this.#file = file
    this.#position = file.position
  }

  get error(): unknown {
    return this.#error
  }

  write(bytes: Uint8Array): void {
    const { fs, fd } = this.#file
    try {
      let position = Number(this.#position ?? fs.fstatSync(fd, { bigint: true }).size)
      if (position + bytes.length > Number.MAX_SAFE_INTEGER) throw new FileError('file-too-large')
      for (let written = 0; written < bytes.length; ) {
        const count = fs.writeSync(fd, bytes, written, bytes.length - written, position)
        written += count
        position += count
      }
      if (this.#position !== undefined) this.#position = BigInt(position)
    } catch (error) {
      this.#error ??= error
    }
  }

  async writable(): Promise<void> {}

  flush(): undefined {}
}
