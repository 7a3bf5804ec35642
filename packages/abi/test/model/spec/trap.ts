/** A trap of the model; `rule` names the `trap_if` of the text. */
export class ModelTrap extends Error {
  readonly rule: string

  constructor(rule: string) {
    super(rule)
    this.rule = rule
  }
}

export function trap(rule: string): never {
  throw new ModelTrap(rule)
}

export function trap_if(condition: boolean, rule: string): void {
  if (condition) trap(rule)
}

/** `trap_if(not isinstance(e, Class))` of the text. */
export function expect_a<T>(Class: abstract new (...args: never[]) => T, e: unknown): T {
  return e instanceof Class ? e : trap('wrong kind of handle')
}

/** `assert` of the text: no guest may make it fail. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new TypeError(`assertion of the text failed: ${what}`)
}
