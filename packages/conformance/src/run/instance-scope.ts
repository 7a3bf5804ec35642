import type { Action, ModuleDefinition } from '../script/command.js'
import { createSpectestMemory, type Exporter, type LinkingScope } from './link-module.js'
import type { Refusal } from './prepare-target.js'
import { TestInstance } from './test-instance.js'

/** An instance of a script, or why there is none. */
export type Slot = TestInstance | Refusal

/** The instances of one script by name, and what they are registered as. */
export class InstanceScope implements LinkingScope {
  readonly spectestMemory = createSpectestMemory()
  spectestTableFilled = false
  private readonly named = new Map<string, Slot>()
  private readonly registered = new Map<string, Slot>()
  private readonly definitions = new Map<string | undefined, ModuleDefinition>()
  private readonly live = new Set<TestInstance>()
  private latest: Slot | undefined

  define(definition: ModuleDefinition): void {
    this.definitions.set(definition.name, definition)
    this.definitions.set(undefined, definition)
  }

  definition(name: string | undefined): ModuleDefinition | undefined {
    return this.definitions.get(name)
  }

  /** Makes a new instance the latest one. */
  enter(name: string | undefined, slot: Slot): void {
    this.latest = slot
    if (name !== undefined) this.named.set(name, slot)
    if (slot instanceof TestInstance) this.hold(slot)
  }

  /** Takes an instance that no command can name, to free it. */
  hold(instance: TestInstance): void {
    this.live.add(instance)
  }

  register(as: string, name: string | undefined): void {
    const slot = this.find(name)
    if (slot !== undefined) this.registered.set(as, slot)
  }

  find(name: Action['instance']): Slot | undefined {
    return name === undefined ? this.latest : this.named.get(name)
  }

  exporter(module: string): Exporter | undefined {
    const slot = this.registered.get(module)
    return slot instanceof TestInstance ? slot : undefined
  }

  /** Frees the instances that no command can name any more; all of them once the script is over. */
  async free(all = false): Promise<void> {
    const reachable = new Set([...this.named.values(), ...this.registered.values()])
    for (const instance of this.live) {
      if (!all && reachable.has(instance)) continue
      this.live.delete(instance)
      await instance.free()
    }
    if (all) this.spectestMemory.free()
  }
}
