import type { GuestInternals } from '../guest-internals.js'
import type { TableState } from './messages.js'
import { unpackThrown } from './thrown.js'

/** What the worker of a guest told of it with the call of `parallel_for` that is being answered. */
export class RequestInternals implements GuestInternals {
  private readonly globals: readonly number[]
  private state: TableState | undefined

  /** `globals` are the indices of the values that come with a call. */
  constructor(globals: readonly number[]) {
    this.globals = globals
  }

  update(state: TableState): void {
    this.state = state
  }

  tableEntry(): unknown {
    if (this.state?.problem !== undefined) throw unpackThrown(this.state.problem)
    return this.state?.functionIndex ?? null
  }

  functionIndexOf(entry: unknown): number | undefined {
    return typeof entry === 'number' ? entry : undefined
  }

  globalOf(index: number): { readonly value: number | bigint } {
    const position = this.globals.indexOf(index)
    const valueNow = () => this.state?.globals[position] ?? 0
    return {
      get value() {
        return valueNow()
      },
    }
  }
}
