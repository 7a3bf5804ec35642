import { ComponentInstance, createLift, createLower, ResourceType, type Store } from '@weft/abi'
import type { Canon, ResourceTypeDefinition, Sort } from '@weft/wasm-binary'
import { Blocking } from './blocking.js'
import { createBuiltin } from './builtins.js'
import { canonicalOptions, coreFunction } from './canon-options.js'
import type { CoreModule } from './core-module.js'
import { functionTypeAt } from './define-type.js'
import type { CoreExports } from './elements.js'
import { instantiateModule } from './instantiate-module.js'
import type { LinkLimits } from './limits.js'
import { type CoreImports, Machine } from './machine.js'
import type { Scope } from './scope.js'
import { StaticMachine } from './static-machine.js'
import { isSynchronousLower } from './waiting.js'

/** Makes what runs, in one store. */
export class LiveMachine extends Machine {
  readonly types: StaticMachine
  readonly #store: Store
  /** The component instances that were made. */
  readonly instances: ComponentInstance[] = []
  readonly #blocking = new Map<ComponentInstance, Blocking>()

  constructor(store: Store, limits: LinkLimits) {
    super(limits)
    this.#store = store
    this.types = new StaticMachine(limits)
  }

  enter(parent: ComponentInstance | undefined, name: string): ComponentInstance {
    const path = parent === undefined ? name : `${parent.path}/${name}`
    const instance = new ComponentInstance(this.#store, parent, path)
    this.instances.push(instance)
    return instance
  }

  resource(scope: Scope, { destructor }: ResourceTypeDefinition): ResourceType {
    const name = scope.code?.nameOf('type', scope.next('type'))
    return new ResourceType(
      scope.instance,
      destructor === undefined ? undefined : coreFunction(scope, destructor),
      name,
    )
  }

  instantiate(scope: Scope, module: CoreModule, imports: CoreImports): CoreExports {
    this.countInstance()
    return instantiateModule(scope, module, imports)
  }

  sortOf(value: unknown): Sort | undefined {
    if (typeof value === 'function') return 'core func'
    if (value instanceof WebAssembly.Memory) return 'core memory'
    if (value instanceof WebAssembly.Table) return 'core table'
    if (value instanceof WebAssembly.Global) return 'core global'
    return value === undefined ? undefined : 'core tag'
  }

  canon(scope: Scope, canon: Canon): void {
    if (canon.name === 'lift') this.#lift(scope, canon)
    else if (canon.name === 'lower') this.#lower(scope, canon)
    else scope.add('core func', createBuiltin(scope, canon))
  }

  #lift(scope: Scope, canon: Extract<Canon, { name: 'lift' }>): void {
    const ft = functionTypeAt(scope, canon.type)
    const func = createLift({
      inst: scope.instance!,
      ft,
      opts: canonicalOptions(scope, canon.options),
      callee: coreFunction(scope, canon.func),
      name: scope.code!.liftName(scope.next('func'), canon.func),
      may_block: this.#blockingOf(scope).mayBlock(ft),
    })
    scope.add('func', func)
  }

  #lower(scope: Scope, canon: Extract<Canon, { name: 'lower' }>): void {
    const callee = scope.get('func', canon.func)
    this.#blockingOf(scope).lowered(callee, isSynchronousLower(canon))
    const opts = canonicalOptions(scope, canon.options)
    const { ft, name } = callee
    scope.add('core func', createLower({ inst: scope.instance!, ft, opts, callee, name }))
  }

  #blockingOf(scope: Scope): Blocking {
    const instance = scope.instance!
    let blocking = this.#blocking.get(instance)
    if (blocking === undefined) {
      blocking = new Blocking(scope.code!)
      this.#blocking.set(instance, blocking)
    }
    return blocking
  }
}
