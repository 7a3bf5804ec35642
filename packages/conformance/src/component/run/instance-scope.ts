import type { RunnableComponent, RunnableInstance } from './runtime.js'
import { createSuiteHost } from './suite-host.js'

/** Something that a script names, or why it is not there. */
export type Named<Thing> = Thing | { readonly missing: string }

/** The components and instances of one script. */
export class InstanceScope implements Disposable {
  private readonly definitions = new Map<string | undefined, Named<RunnableComponent>>()
  private readonly instances = new Map<string | undefined, Named<RunnableInstance>>()
  private readonly imports: Record<string, unknown> = { ...createSuiteHost() }
  private readonly disposables: Disposable[] = []

  define(name: string | undefined, component: Named<RunnableComponent>): void {
    this.definitions.set(name, component)
  }

  definition(name: string | undefined): Named<RunnableComponent> {
    return (
      this.definitions.get(name) ?? { missing: `there is no component definition ${name ?? ''}`.trimEnd() }
    )
  }

  /** Makes an instance the latest, and, if it has a name, importable under that name. */
  enter(name: string | undefined, instance: Named<RunnableInstance>): void {
    this.instances.set(undefined, instance)
    if (name === undefined) return
    this.instances.set(name, instance)
    this.export(plainName(name), instance)
  }

  register(as: string, name: string | undefined): void {
    this.export(as, this.instance(name))
  }

  /** The instance of that name, or else the latest. */
  instance(name: string | undefined): Named<RunnableInstance> {
    return this.instances.get(name) ?? { missing: `there is no instance ${name ?? ''}`.trimEnd() }
  }

  async instantiate(component: RunnableComponent): Promise<RunnableInstance> {
    const instance = await component.instantiate(this.imports)
    this.disposables.push(instance)
    return instance
  }

  [Symbol.dispose](): void {
    for (const instance of this.disposables) instance[Symbol.dispose]()
  }

  private export(name: string, instance: Named<RunnableInstance>): void {
    if ('missing' in instance) delete this.imports[name]
    else this.imports[name] = instance.exports
  }
}

/** `$a` is `a`, `$"a b"` is `a b`. */
function plainName(name: string): string {
  return name.slice(1).replace(/^"(.*)"$/, '$1')
}
