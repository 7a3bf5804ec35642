import type { StreamReader } from '@weft/component'
import {
  type HostByteStream,
  readViaStream,
  type StreamOutcome,
  writeViaStream,
} from '../host/byte-streams.js'
import { BaseDescriptor } from './descriptor.js'
import { errorCodeOf, FileError } from './error-codes.js'
import { FileSink, FileSource } from './file-bytes.js'
import type { Opened } from './open-file.js'
import { typeOf } from './stats.js'

interface Entry {
  readonly type: unknown
  readonly name: string
}

type Bytes = StreamReader<number, Uint8Array>
type Outcome = StreamOutcome<unknown>

const ok = { tag: 'ok' } as const

/** `wasi:filesystem/types#descriptor` of WASI 0.3. */
export class Descriptor extends BaseDescriptor {
  /** Streams that write to this descriptor. */
  #writers = 0

  protected override create(opened: Opened, mayWrite: boolean): Descriptor {
    return new Descriptor(this.world, opened, mayWrite)
  }

  readViaStream(offset: bigint): [HostByteStream | readonly [], Promise<Outcome>] {
    try {
      if (!this.isReadable) throw new FileError('bad-descriptor')
      const source = new FileSource({ fs: this.world.fs, fd: this.fd, position: offset })
      const [stream, outcome] = readViaStream(source, this.#codeOf)
      this.hold()
      return [stream, outcome.finally(() => this.release())]
    } catch (error) {
      return [[], Promise.resolve({ tag: 'err', val: this.#codeOf(error) })]
    }
  }

  writeViaStream(data: Bytes, offset: bigint): Promise<Outcome> {
    return this.#write(data, offset)
  }

  appendViaStream(data: Bytes): Promise<Outcome> {
    return this.#write(data, undefined)
  }

  async #write(data: Bytes, position: bigint | undefined): Promise<Outcome> {
    if (!this.isWritable) {
      data.close()
      return { tag: 'err', val: this.world.shape.errorCode('bad-descriptor') }
    }
    this.hold()
    this.#writers++
    try {
      return await writeViaStream(
        data,
        new FileSink({ fs: this.world.fs, fd: this.fd, position }),
        this.#codeOf,
      )
    } finally {
      this.#writers--
      this.release()
    }
  }

  readDirectory(): [readonly Entry[], Promise<Outcome>] {
    try {
      const entries = this.world.fs.readdirSync(this.folderPath, { withFileTypes: true })
      const { shape } = this.world
      const toEntry = (entry: (typeof entries)[number]) => ({
        type: shape.descriptorType(typeOf(entry)),
        name: entry.name,
      })
      return [entries.map(toEntry), Promise.resolve(ok)]
    } catch (error) {
      return [[], Promise.resolve({ tag: 'err', val: this.#codeOf(error) })]
    }
  }

  /** Bytes that a stream has taken from the guest are in the file before its size is told. */
  override stat(): unknown {
    return this.#writers === 0 ? super.stat() : this.#afterWrites(() => super.stat())
  }

  override metadataHash(): unknown {
    return this.#writers === 0 ? super.metadataHash() : this.#afterWrites(() => super.metadataHash())
  }

  async #afterWrites<Value>(action: () => Value): Promise<Value> {
    await new Promise((resolve) => setTimeout(resolve, 0))
    return action()
  }

  readonly #codeOf = (error: unknown): unknown => this.world.shape.errorCode(errorCodeOf(error) ?? 'io')
}
