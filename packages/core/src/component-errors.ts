import { WeftError } from './errors.js'

/** What a guest said of itself before it ended itself with a trap. Parts that it left out are empty or 0. */
export interface GuestAbort {
  readonly message: string
  /** Its source file. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** Where a guest trapped. */
export interface TrapContext {
  /** Names of component instances from the root to the one that trapped, such as `root/proxy`. */
  readonly componentPath?: string | undefined
  /** The component export whose call trapped. */
  readonly export?: string | undefined
  /** The canonical built-in or definition at work, such as `stream.read`. */
  readonly builtin?: string | undefined
  /** For people: what led to it, or what helps. A part of the message. */
  readonly hint?: string | undefined
  /** What the guest said of it. A part of the message. */
  readonly abort?: GuestAbort | undefined
  readonly cause?: unknown
}

/** A component instance trapped. It cannot be entered again. */
export class TrapError extends WeftError {
  /** What was broken, in the wording of the official test suites. */
  readonly rule: string
  readonly componentPath: string | undefined
  readonly export: string | undefined
  readonly builtin: string | undefined
  readonly hint: string | undefined
  /** What the guest said of it, if it aborted and has told the host. */
  readonly abort: GuestAbort | undefined

  constructor(rule: string, context: TrapContext = {}) {
    super('trap', describe(rule, context), { cause: context.cause })
    this.rule = rule
    this.componentPath = context.componentPath
    this.export = context.export
    this.builtin = context.builtin
    this.hint = context.hint
    this.abort = context.abort
  }
}

/** An import that is missing or of another type than the component wants. */
export class LinkError extends WeftError {
  /** Names from the component's import down to what does not fit, such as `wasi:http/types@0.3.0#[method]fields.get`. */
  readonly path: string
  readonly wanted: string
  readonly given: string

  constructor(path: string, wanted: string, given: string, options?: { readonly cause?: unknown }) {
    super('link', `import ${path}: ${wanted} was wanted, ${given} was given`, options)
    this.path = path
    this.wanted = wanted
    this.given = given
  }
}

/** A component that is well-formed, but breaks a rule of validation. `offset` is the byte offset in the binary. */
export class ValidationError extends WeftError {
  readonly offset: number | undefined

  constructor(message: string, offset?: number) {
    super(
      'invalid-component',
      offset === undefined ? message : `${message} (at offset 0x${offset.toString(16)})`,
    )
    this.offset = offset
  }
}

/** Something would have to suspend WebAssembly frames, and the engine has no JavaScript Promise Integration. */
export class CannotSuspendError extends WeftError {
  constructor(what: string) {
    super(
      'cannot-suspend',
      `${what} would have to wait, and this engine cannot suspend WebAssembly (JSPI is missing)`,
    )
  }
}

function describe(rule: string, { componentPath, export: name, builtin, hint, abort }: TrapContext): string {
  const parts = [
    builtin && `in ${builtin}`,
    name && `called through export "${name}"`,
    componentPath && `of ${componentPath}`,
  ]
  const place = parts.filter(Boolean).join(' ')
  const what = [rule, hint, abort && describeAbort(abort)].filter(Boolean).join(': ')
  return place ? `${what} (${place})` : what
}

function describeAbort({ message, file, line, column }: GuestAbort): string {
  return `guest aborted${message && `: ${message}`}${file && `, at ${file}:${line}:${column}`}`
}
