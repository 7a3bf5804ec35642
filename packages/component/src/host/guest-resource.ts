import type { ResourceType } from '@weft/abi'
import { ResourceError } from './errors.js'
import { GuestHandle } from './guest-handle.js'
import type { HostCallable, ResourceClass } from './host-types.js'
import { pascalCase } from './names.js'

/** What is dropped when the object that stood for it is forgotten; errors then go to no caller. */
export type ForgottenHandles = FinalizationRegistry<{ drop(): void }>

/** A resource that a component implements, as JavaScript sees it: the base of the generated classes. */
export class GuestResource implements Disposable {
  readonly #handle: GuestHandle
  readonly #forgotten: ForgottenHandles

  constructor(handle: GuestHandle, forgotten: ForgottenHandles) {
    this.#handle = handle
    this.#forgotten = forgotten
    forgotten.register(this, handle, this)
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
    this.#forgotten.unregister(this)
  }

  /** Moves the handle out of a just constructed object, so that an instance of a subclass can have it. */
  static detach(value: unknown): GuestHandle {
    const handle = GuestResource.handleOf(value)
    if (!handle) throw new TypeError('a constructor of a component returned no resource')
    const object = value as GuestResource
    object.#forgotten.unregister(object)
    return handle
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
