/** `wasi:io/error#error` of WASI 0.2. */
export class IoError {
  /** What failed. */
  readonly cause: unknown

  constructor(cause: unknown) {
    this.cause = cause
  }

  toDebugString(): string {
    return this.cause instanceof Error ? this.cause.message : String(this.cause)
  }
}
