import { WeftError } from '@weft/core'

/**
 * The err of a function's result. Calls of component exports throw it; a host function throws it (or any error with a
 * `payload`) to return err.
 */
export class ComponentError<Payload = unknown> extends WeftError {
  /** The value of err, as JavaScript sees its type; undefined if the type has none. */
  readonly payload: Payload

  constructor(
    payload: Payload,
    message: string = describePayload(payload),
    options?: { readonly cause?: unknown },
  ) {
    super('component-error', message, options)
    this.payload = payload
  }
}

/** A resource was used after it was dropped or given away, after the call that lent it, or dropped while it is lent. */
export class ResourceError extends WeftError {
  constructor(message: string) {
    super('resource', message)
  }
}

function describePayload(payload: unknown): string {
  const value = payload !== null && typeof payload === 'object' && 'tag' in payload ? payload.tag : payload
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
  return plain ? `the component returned the error ${value}` : 'the component returned an error, see payload'
}
