import { fail } from './abort'

// Members that no WIT name can have begin with a dollar sign.

/** A handle of a resource that another component, or the host, implements. */
export abstract class Resource {
  // In the list of what a task was lent.
  $next: Resource | null = null
  private $held: bool = true

  constructor(protected $handle: i32) {}

  protected abstract $drop(handle: i32): void

  /** Gives the resource back. It cannot be used afterwards. */
  drop(): void {
    if (!this.$held) return
    this.$held = false
    this.$drop(this.$handle)
  }

  /** Called by generated code: the handle, to lend it. */
  $lend(): i32 {
    if (!this.$held) fail('the resource was dropped or given away')
    return this.$handle
  }

  /** Called by generated code: the handle, to give it away. */
  $take(): i32 {
    const handle = this.$lend()
    this.$held = false
    return handle
  }
}

/** An object that other components see as a resource: base of the classes that implement those of the world. */
export abstract class ExportedResource {
  private $handle: i32 = 0
  private $known: bool = false

  protected abstract $new(): i32
  protected abstract $drop(handle: i32): void

  /** Gives back the handle that this component has of it, if it has one: then `dispose` is called. */
  drop(): void {
    const handle = this.$handle
    if (handle == 0) return
    this.$handle = 0
    this.$drop(handle)
  }

  /** Called by generated code: a handle, to give it away. The object lives until that is dropped. */
  $give(): i32 {
    const handle = this.$handle
    this.$handle = 0
    if (handle != 0) return handle
    if (this.$known) fail('the resource was given away already')
    this.$known = true
    __pin(changetype<usize>(this))
    return this.$new()
  }

  /** Called by generated code: the handle came back. */
  $receive(handle: i32): void {
    this.$handle = handle
  }

  /** Called by generated code: the last handle is gone. */
  $forget(): void {
    this.$known = false
    __unpin(changetype<usize>(this))
  }
}
