import type { ResourceType } from '@weft/abi'
import { ResourceError } from './errors.js'
import type { ForgettableEntry, ForgottenHandles } from './forgotten-handles.js'
import { GuestHandle } from './guest-handle.js'
import type { HostCallable, ResourceClass } from './host-types.js'
import { pascalCase } from './names.js'

/** A resource that a component implements, as JavaScript sees it: the base of the generated classes. */
export class GuestResource implements Disposable {
  readonly #handle: GuestHandle
  readonly #forgotten: ForgottenHandles
  readonly #entry: ForgettableEntry

  constructor(handle: GuestHandle, forgotten: ForgottenHandles) {
    this.#handle = handle
    this.#forgotten = forgotten
    this.#entry = forgotten.register(this, handle)
  }

  /** The handle behind an instance of any generated class. */
  static handleOf(value: unknown): GuestHandle | undefined {
    return isObject(value) && #handle in value ? value.#handle : undefined
  }

  /**
   * Drops the resource. Nothing happens if it is gone already or only borrowed.
   * @throws ResourceError if it is lent to a call that has not returned; TrapError if its destructor traps
   */
  [Symbol.dispose](): void {
    this.#handle.drop()
    this.#forgotten.unregister(this.#entry)
  }

  /** Moves the handle out of a just constructed object, so that an instance of a subclass can have it. */
  static detach(value: unknown): GuestHandle {
    const handle = GuestResource.handleOf(value)
    if (!handle) throw new TypeError('a constructor of a component returned no resource')
    GuestResource.forget(value as GuestResource)
    return handle
  }

  /** The handle was moved out: nothing is to be dropped any more. */
  static forget(object: GuestResource): void {
    object.#forgotten.unregister(object.#entry)
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** The class of a guest's resource; `constructorOf` finds the component's `[constructor]` when it is first needed. */
export function createGuestClass(
  rt: ResourceType,
  forgotten: ForgottenHandles,
  constructorOf: () => HostCallable | undefined,
): ResourceClass {
  const construct = (values: unknown[]): GuestHandle => {
    const create = constructorOf()
    if (!create) throw new ResourceError(`${rt.name} has no constructor`)
    return GuestResource.detach(create(...values))
  }
  const generated = class extends GuestResource {
    constructor(...values: unknown[]) {
      super(values[0] instanceof GuestHandle ? values[0] : construct(values), forgotten)
    }
  }
  Object.defineProperty(generated, 'name', { value: pascalCase(rt.name) })
  return generated
}
