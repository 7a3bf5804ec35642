type Method = (this: { readonly inner: object }, ...values: unknown[]) => unknown

/** Gives a class methods that call those of the same names of its `inner` object. */
export function delegate(target: { readonly prototype: object }, names: readonly string[]): void {
  for (const name of names) {
    const value: Method = function (...values) {
      return (this.inner as Record<string, (...values: unknown[]) => unknown>)[name]!(...values)
    }
    Object.defineProperty(target.prototype, name, { value, configurable: true })
  }
}
