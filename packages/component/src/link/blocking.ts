import type { FuncInst, FuncType } from '@weft/abi'
import type { ComponentCode } from './component-code.js'

/**
 * Which of an instance's lifted functions may have to block: decided by what the instance's core code can reach.
 * Calls of those that cannot need no stack of their own.
 */
export class Blocking {
  #lowersLeft: number
  readonly #cancels: boolean
  #synchronous: boolean
  #asynchronous: boolean

  constructor(code: ComponentCode) {
    this.#lowersLeft = code.synchronousLowers
    this.#cancels = code.cancelsSubtasks
    this.#synchronous = code.hasThreads
    this.#asynchronous = code.hasThreads || code.hasWaitingBuiltins
  }

  /** A function was lowered, for synchronous calls or for asynchronous ones. */
  lowered(callee: FuncInst, synchronous: boolean): void {
    if (!synchronous) {
      // What a callee on a stack does when it is cancelled belongs to the call that cancels: it has to wait for that.
      if (this.#cancels && callee.may_block) this.#asynchronous = true
      return
    }
    this.#lowersLeft--
    if (callee.ft.async || callee.may_block) this.#asynchronous = true
    if (!callee.ft.async && callee.may_block) this.#synchronous = true
  }

  /** What is lowered later may be reached through a table, so it counts as if it could block. */
  mayBlock(ft: FuncType): boolean {
    return ft.async ? this.#asynchronous || this.#lowersLeft > 0 : this.#synchronous
  }
}
