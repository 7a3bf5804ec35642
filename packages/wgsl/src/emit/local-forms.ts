import type { Value } from './value.js'

type Forms = Pick<Value, 'words' | 'distance'>

/**
 * What is known of locals besides their names, for as long as it holds: until the local changes, and inside the braces
 * that the names were declared in.
 */
export class LocalForms {
  private readonly scopes: Map<number, Forms>[] = [new Map()]

  of(local: number): Forms {
    return this.scopes.findLast((scope) => scope.has(local))?.get(local) ?? {}
  }

  /** Behind the assignment of a local. */
  set(local: number, forms: Forms): void {
    this.scopes.at(-1)!.set(local, forms)
  }

  forget(local: number): void {
    for (const scope of this.scopes) scope.delete(local)
  }

  open(): void {
    this.scopes.push(new Map())
  }

  close(): void {
    this.scopes.pop()
  }
}
