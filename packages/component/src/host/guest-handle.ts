import { call_destructor, type ResourceType, toTrapError } from '@weft/abi'
import { ResourceError } from './errors.js'

/** A handle that JavaScript has of a guest's resource: owned, borrowed for a call, or gone. */
export class GuestHandle {
  readonly rt: ResourceType
  readonly #rep: number
  #state: 'owned' | 'borrowed' | 'gone'
  /** Calls that this handle is lent to now. */
  #lends = 0

  constructor(rt: ResourceType, rep: number, own: boolean) {
    this.rt = rt
    this.#rep = rep
    this.#state = own ? 'owned' : 'borrowed'
  }

  /** The representation, for one call that `unlend` ends. */
  lend(): number {
    if (this.#state === 'gone')
      throw new ResourceError(`the ${this.rt.name} was dropped, given away, or lent for a call that is over`)
    this.#lends++
    return this.#rep
  }

  unlend(): void {
    this.#lends--
  }

  /** Gives ownership away. */
  take(): number {
    if (this.#state === 'borrowed')
      throw new ResourceError(`the ${this.rt.name} is borrowed and cannot be given away`)
    const rep = this.lend()
    this.unlend()
    this.#end()
    return rep
  }

  /** Destroys what is owned; nothing to do if it is borrowed or gone. */
  drop(): void {
    if (this.#state !== 'owned') return
    this.#end()
    try {
      call_destructor(this.rt, this.#rep, undefined)
    } catch (error) {
      throw toTrapError(error, { export: `drop of ${this.rt.name}` })
    }
  }

  /** The call that lent this handle to the host is over. */
  endBorrow(): void {
    this.#end()
  }

  #end(): void {
    if (this.#lends > 0)
      throw new ResourceError(`the ${this.rt.name} is lent to a call that has not returned`)
    this.#state = 'gone'
  }
}
