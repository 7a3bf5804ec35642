import type { ComponentInstance } from './instance.js'
import type { Task } from './task.js'

/**
 * A resource type as one component instance (or the host) made it; types are equal if they are the same object.
 * Specification: Resource State.
 */
export class ResourceType {
  /** The instance that implements it; `undefined`: the host. */
  readonly impl: ComponentInstance | undefined
  /** Called with the representation when an owning handle is dropped: a core function of `impl`, or the host's. */
  dtor: ((rep: number) => void) | undefined
  /** For messages and the names of JavaScript classes. */
  readonly name: string

  constructor(
    impl: ComponentInstance | undefined,
    dtor: ((rep: number) => void) | undefined,
    name = 'resource',
  ) {
    this.impl = impl
    this.dtor = dtor
    this.name = name
  }
}

/** An element of the table of handles: a resource owned or borrowed. Specification: Resource State. */
export class ResourceHandle {
  readonly rt: ResourceType
  readonly rep: number
  readonly own: boolean
  readonly borrow_scope: Task | undefined
  num_lends = 0

  constructor(rt: ResourceType, rep: number, own: boolean, borrow_scope?: Task) {
    this.rt = rt
    this.rep = rep
    this.own = own
    this.borrow_scope = borrow_scope
  }
}
