/** Why something failed, for people: code must not depend on it. Specification: `canon error-context.new`. */
export class ErrorContext {
  readonly debug_message: string

  constructor(debug_message: string) {
    this.debug_message = debug_message
  }
}
