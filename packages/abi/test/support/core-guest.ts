import wabt from 'wabt'
import type { FuncInst } from '../../src/call.js'
import { ComponentInstance } from '../../src/instance.js'
import { createLift } from '../../src/lift.js'
import { createLower } from '../../src/lower.js'
import { GuestMemory } from '../../src/memory.js'
import type { CanonicalOptions, CoreFunction } from '../../src/options.js'
import type { Store } from '../../src/store.js'
import type { FuncType } from '../../src/types.js'

const { parseWat } = await wabt()

/** A component instance around one core module, which exports its memory as `memory`. */
export class CoreGuest {
  readonly inst: ComponentInstance
  readonly memory = new WebAssembly.Memory({ initial: 2 })
  readonly guest_memory = new GuestMemory(this.memory)
  #exports: WebAssembly.Exports = {}

  constructor(store: Store, path: string) {
    this.inst = new ComponentInstance(store, undefined, path)
  }

  /** Instantiates the module; it imports its memory as `"" "memory"`, and `functions` from the same module name. */
  load(text: string, functions: Record<string, CoreFunction> = {}): this {
    const { buffer } = parseWat('guest.wat', text, {}).toBinary({})
    const module = new WebAssembly.Module(buffer as Uint8Array<ArrayBuffer>)
    this.#exports = new WebAssembly.Instance(module, { '': { memory: this.memory, ...functions } }).exports
    return this
  }

  options(more: Partial<CanonicalOptions> = {}): CanonicalOptions {
    return { string_encoding: 'utf8', async_: false, memory: this.guest_memory, ...more }
  }

  core(name: string): CoreFunction {
    return this.#exports[name] as CoreFunction
  }

  lift(name: string, ft: FuncType, { async_ = false, callback = '', may_block = false } = {}): FuncInst {
    const opts = this.options({ async_, callback: callback ? this.core(callback) : undefined })
    return createLift({ inst: this.inst, ft, opts, callee: this.core(name), name, may_block })
  }

  lower(callee: FuncInst, async_: boolean, name = 'import'): CoreFunction {
    return createLower({ inst: this.inst, ft: callee.ft, opts: this.options({ async_ }), callee, name })
  }
}
