import type { FuncType } from '@weft/abi'

/** What runs the components of a script. */
export interface ComponentRuntime {
  /** Throws `BinaryError` or `ValidationError`. */
  compile(bytes: Uint8Array): Promise<RunnableComponent>
}

export interface RunnableComponent {
  /** Imports by their names. Throws `LinkError` or `TrapError`. */
  instantiate(imports: Readonly<Record<string, unknown>>): Promise<RunnableInstance>
}

export interface RunnableInstance extends Disposable {
  /** What other components can import under this instance's name. */
  readonly exports: unknown
  /** Throws `RangeError` for a function that is not there. */
  functionType(name: string): FuncType
  /** Calls an exported function: the result of a `result` type is its `{ tag, val }`. Throws `TrapError`. */
  invoke(name: string, values: readonly unknown[]): Promise<unknown>
}
