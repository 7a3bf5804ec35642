import { guard } from './error-code.js'

type Socket = Readonly<Record<string, (value?: unknown) => unknown>>
type Method = (this: { readonly inner: object }, value?: unknown) => unknown

/** Gives a socket of 0.2 getters and setters that call those of its `inner` socket of 0.3. */
export function delegateOptions(target: { readonly prototype: object }, names: readonly string[]): void {
  const define = (name: string, inner: string) => {
    const value: Method = function (option) {
      return guard(() => (this.inner as Socket)[inner]!(option))
    }
    Object.defineProperty(target.prototype, name, { value, configurable: true })
  }
  for (const name of names) {
    define(name.charAt(0).toLowerCase() + name.slice(1), `get${name}`)
    define(`set${name}`, `set${name}`)
  }
}
