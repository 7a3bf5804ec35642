import { errorContextDebugMessage, errorContextDrop, errorContextNew } from './canon'
import { liftString, returnArea, stringPointer } from './memory'

/** A reason for people. */
export class ErrorContext {
  constructor(private readonly handle: i32) {}

  static of(message: string): ErrorContext {
    return new ErrorContext(errorContextNew(stringPointer(message), message.length))
  }

  /** The message; hosts may shorten it. */
  get debugMessage(): string {
    errorContextDebugMessage(this.handle, returnArea)
    return liftString(load<usize>(returnArea), load<usize>(returnArea, 4))
  }

  drop(): void {
    errorContextDrop(this.handle)
  }

  /** Called by generated code. */
  get(): i32 {
    return this.handle
  }
}
