import { WeftError, type WeftErrorOptions } from '@weft/core'

/** What is wrong with a composition. */
export type CompositionFault =
  /** The description of the graph is no JSON, or has something else where `path` says. */
  | 'malformed'
  /** A component's file cannot be read, or holds no component. */
  | 'unreadable'
  | 'unknown-instance'
  | 'unknown-import'
  | 'unknown-export'
  /** Two exports of the composition, or two instances, have the same name. */
  | 'duplicate'
  /** Nothing of a plug is imported. */
  | 'unused'
  | 'cycle'
  /** It can be linked in process, but not be written as one component. */
  | 'not-writable'

/** A composition that cannot be made. `path` says where, such as `instances.gateway.imports["wasi:http/handler"]`. */
export class CompositionError extends WeftError {
  readonly fault: CompositionFault
  readonly path: string

  constructor(fault: CompositionFault, path: string, message: string, options?: WeftErrorOptions) {
    super('composition', path === '' ? message : `${path}: ${message}`, options)
    this.fault = fault
    this.path = path
  }
}

/** A path in a composition, written as one in JSON. */
export function pathOf(...keys: readonly string[]): string {
  const parts = keys.map((key) => (/^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
  return parts.join('').replace(/^\./, '')
}

/** Names in a message. */
export function listOf(names: Iterable<string>): string {
  return [...names].join(', ') || 'nothing'
}
