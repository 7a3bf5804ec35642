import { GuestError } from '@weft/core'
import { moduleName, signatures } from '@weft/spec'
import { instantiatePlan, type PlannedInstance } from '../instance-plan.js'
import type { InterfaceName } from '../interface-functions.js'
import {
  answerWord,
  type CallMessage,
  type GuestThreadMessage,
  type GuestThreadStart,
  type TableState,
} from './messages.js'
import { canBeCopied, HostThrew, packThrown } from './thrown.js'

type GuestFunction = (...parameters: unknown[]) => unknown

/**
 * A guest in its worker. Calls of the interface go to the host as messages, and the thread sleeps until the host has
 * answered. It uses nothing that only one platform has.
 */
export class WorkerGuest {
  private readonly options: GuestThreadStart
  private readonly post: (message: GuestThreadMessage) => void
  private readonly answer: Int32Array
  private instance: PlannedInstance | undefined

  constructor(options: GuestThreadStart, post: (message: GuestThreadMessage) => void) {
    this.options = options
    this.post = post
    this.answer = new Int32Array(options.answer)
  }

  /** Instantiates the guest. Its start function is an export, which the host calls. */
  async start(): Promise<void> {
    try {
      this.instance = await instantiatePlan(this.options.plan, this.imports())
      const { exports, memory } = this.instance
      const names = Object.keys(exports)
      const functions = names.filter((name) => typeof exports[name] === 'function')
      const memoryNames = names.filter((name) => memory !== undefined && exports[name] === memory)
      this.post({ type: 'instantiated', memory, functions, memoryNames })
    } catch (error) {
      this.post({ type: 'failed', thrown: packThrown(error) })
    }
  }

  /** Makes a call that the host asks for. */
  receive({ id, name, parameters }: CallMessage): void {
    try {
      const value = (this.instance!.exports[name] as GuestFunction)(...parameters)
      if (!canBeCopied(value)) throw new GuestError(`what "${name}" returned cannot leave the guest's worker`)
      this.post({ type: 'returned', id, value })
    } catch (error) {
      this.post({ type: 'threw', id, thrown: packThrown(error) })
    }
  }

  private imports(): WebAssembly.Imports {
    const names = Object.keys(signatures) as InterfaceName[]
    return { [moduleName]: Object.fromEntries(names.map((name) => [name, this.importOf(name)])) }
  }

  private importOf(name: InterfaceName): (...parameters: number[]) => number {
    if (name !== 'parallel_for')
      return (...parameters) => this.ask({ type: 'request', function: name, parameters })
    return (...parameters) => {
      const table = this.tableState(parameters[0]! >>> 0)
      return this.ask({ type: 'request', function: name, parameters, table })
    }
  }

  private ask(request: GuestThreadMessage): number {
    this.answer[answerWord.threw] = 0
    Atomics.store(this.answer, answerWord.pending, 1)
    this.post(request)
    while (Atomics.load(this.answer, answerWord.pending) === 1)
      Atomics.wait(this.answer, answerWord.pending, 1)
    if (this.answer[answerWord.threw] === 1) throw new HostThrew()
    return this.answer[answerWord.errno]!
  }

  private tableState(tableIndex: number): TableState {
    const { internals } = this.instance!
    const globals = this.options.globals.map((index) => internals.globalOf(index).value)
    try {
      return { functionIndex: internals.functionIndexOf(internals.tableEntry(tableIndex)), globals }
    } catch (error) {
      return { problem: packThrown(error), globals }
    }
  }
}
