import { ComponentError, compile, type Instance } from '@weft/component'
import { validateComponent } from '@weft/component/validate'
import type { ComponentRuntime, RunnableInstance } from './runtime.js'

/** `@weft/component`, with everything validated. */
export const componentRuntime: ComponentRuntime = {
  async compile(bytes) {
    const component = await compile(bytes, { validate: validateComponent })
    return { instantiate: async (imports) => new InstanceOfScript(await component.instantiate(imports)) }
  },
}

class InstanceOfScript implements RunnableInstance {
  private readonly instance: Instance

  constructor(instance: Instance) {
    this.instance = instance
  }

  get exports(): unknown {
    return this.instance.exports
  }

  functionType(name: string) {
    return this.instance.functionType(name)
  }

  async invoke(name: string, values: readonly unknown[]): Promise<unknown> {
    if (this.functionType(name).result?.kind !== 'result') return this.instance.invoke(name, values)
    try {
      return { tag: 'ok', val: await this.instance.invoke(name, values) }
    } catch (error) {
      if (error instanceof ComponentError) return { tag: 'err', val: error.payload }
      throw error
    }
  }

  [Symbol.dispose](): void {
    this.instance[Symbol.dispose]()
  }
}
