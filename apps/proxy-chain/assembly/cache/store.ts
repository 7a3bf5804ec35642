import { Chunk } from '@weft/assemblyscript/assembly/component'
import { Fields } from './gen/wasi-http-types'

/** A response that is kept. */
export class Entry {
  constructor(
    readonly headers: Fields,
    readonly body: Chunk<u8>,
  ) {}
}

/** What an entry takes besides its body: headers, path, its place in the map. */
const entryBytes = 512

/** Responses by path. The ones that were kept first go when there is no room. */
export class Store {
  private readonly entries: Map<string, Entry> = new Map<string, Entry>()
  private readonly paths: Array<string> = new Array<string>()
  private bytes: i32 = 0

  constructor(private readonly mostBytes: i32) {}

  has(path: string): bool {
    return this.entries.has(path)
  }

  get(path: string): Entry {
    return this.entries.get(path)
  }

  /** Keeps an entry. Of two that came at the same time the first one stays. */
  put(path: string, entry: Entry): void {
    if (this.entries.has(path)) {
      entry.headers.drop()
      return
    }
    this.bytes += entryBytes + entry.body.length
    while (this.bytes > this.mostBytes && this.paths.length > 0) this.forget(this.paths.shift())
    this.entries.set(path, entry)
    this.paths.push(path)
  }

  private forget(path: string): void {
    const entry = this.entries.get(path)
    this.entries.delete(path)
    this.bytes -= entryBytes + entry.body.length
    // A body that is being written stays until that is over: its writer holds it.
    entry.headers.drop()
  }
}
