/** What one instantiation may use at most; reaching one is a `LimitError`. */
export interface LinkLimits {
  /** Definitions and declarations that are carried out. */
  readonly maximumDefinitions: number
  /** Component instances and core instances. */
  readonly maximumInstances: number
  /** Levels of component instances. */
  readonly maximumDepth: number
  /** Size of a component that is read from a stream. */
  readonly maximumComponentBytes: number
}

export const defaultLinkLimits: LinkLimits = {
  maximumDefinitions: 1_000_000,
  maximumInstances: 10_000,
  maximumDepth: 100,
  maximumComponentBytes: 2 ** 30,
}
