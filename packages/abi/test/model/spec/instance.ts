import type { Store } from './store.js'
import { Table } from './table.js'
import type { Thread } from './thread.js'
import { assert } from './trap.js'
import type { Waitable, WaitableSet } from './waitable.js'

export type MemInst = Uint8Array

/** Component Instances. */
export class ComponentInstance {
  store: Store
  parent: ComponentInstance | undefined
  handles = new Table<Waitable | WaitableSet>()
  threads = new Table<Thread>()
  may_enter = true
  may_leave = true
  backpressure = 0
  num_waiting_to_enter = 0
  exclusive_thread: Thread | undefined = undefined
  /** Not in the text: calls of synchronous functions that have not returned, see `check_may_block`. */
  sync_calls = 0

  constructor(store: Store, parent?: ComponentInstance) {
    this.store = store
    this.parent = parent
  }

  may_enter_from(caller: ComponentInstance | undefined): boolean {
    for (const inst of this.entering_set(caller)) if (!inst.may_enter) return false
    return true
  }

  enter_from(caller: ComponentInstance | undefined): void {
    for (const inst of this.entering_set(caller)) {
      assert(inst.may_enter, 'inst.may_enter')
      inst.may_enter = false
    }
  }

  leave_to(caller: ComponentInstance | undefined): void {
    for (const inst of this.entering_set(caller)) {
      assert(!inst.may_enter, 'not inst.may_enter')
      inst.may_enter = true
    }
  }

  entering_set(caller: ComponentInstance | undefined): Set<ComponentInstance> {
    const set = this.self_and_ancestors()
    for (const inst of caller?.self_and_ancestors() ?? []) set.delete(inst)
    return set
  }

  /** The candidates of a synchronous call that has to wait, see `canon lift`. */
  other_ready_threads(): Thread[] {
    return this.threads.elements().filter((t) => t.ready() && t !== this.exclusive_thread)
  }

  self_and_ancestors(): Set<ComponentInstance> {
    const s = new Set<ComponentInstance>([this])
    for (let ancestor = this.parent; ancestor !== undefined; ancestor = ancestor.parent) s.add(ancestor)
    return s
  }
}
