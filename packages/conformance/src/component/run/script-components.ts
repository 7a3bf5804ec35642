import type { ModuleDefinition } from '../../script/command.js'
import type { ComponentParser } from '../assemble/component-parser.js'
import type { Invocation } from '../script/directive.js'
import type { ComponentValue } from '../values/component-value.js'
import { fromHostValue } from '../values/from-host-value.js'
import { toHostValue } from '../values/to-host-value.js'
import type { InstanceScope, Named } from './instance-scope.js'
import type { ComponentRuntime, RunnableComponent, RunnableInstance } from './runtime.js'
import { ScriptFault, SyntaxRefusal } from './script-errors.js'

/** Compiles, instantiates and calls what a script names. */
export class ScriptComponents {
  private readonly runtime: ComponentRuntime
  private readonly parser: ComponentParser
  private readonly scope: InstanceScope

  constructor(runtime: ComponentRuntime, parser: ComponentParser, scope: InstanceScope) {
    this.runtime = runtime
    this.parser = parser
    this.scope = scope
  }

  /** Throws `SyntaxRefusal`, and what the runtime throws. */
  async compile({ source }: ModuleDefinition): Promise<RunnableComponent> {
    if (source.kind === 'binary') return this.runtime.compile(source.bytes)
    const assembled = await this.parser.assemble(source.text)
    if ('refusal' in assembled) throw new SyntaxRefusal(assembled)
    return this.runtime.compile(assembled.bytes)
  }

  /** Throws `ScriptFault` for a component that is not there, and what the runtime throws. */
  async instantiate(component: Named<RunnableComponent>): Promise<RunnableInstance> {
    if ('missing' in component) throw new ScriptFault(component.missing)
    return this.scope.instantiate(component)
  }

  async start(definition: ModuleDefinition): Promise<RunnableInstance> {
    return this.instantiate(await this.compile(definition))
  }

  /** The results of a call, of which components have one at most. Throws as `instantiate` does. */
  async call(invocation: Invocation): Promise<ComponentValue[]> {
    const instance = this.scope.instance(invocation.instance)
    if ('missing' in instance) throw new ScriptFault(instance.missing)
    const type = instance.functionType(invocation.function)
    if (type.params.length !== invocation.arguments.length)
      throw new ScriptFault(`the function has ${type.params.length} parameters`)
    const values = type.params.map((param, index) => toHostValue(invocation.arguments[index]!, param.type))
    const result = await instance.invoke(invocation.function, values)
    return type.result === undefined ? [] : [fromHostValue(result, type.result)]
  }
}
