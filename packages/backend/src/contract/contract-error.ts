import { WeftError, type WeftErrorOptions } from '@weft/core'

/** A backend broke the contract, or the suite was set up wrongly. `caseName` names the case that found it. */
export class ContractError extends WeftError {
  readonly caseName: string | undefined

  constructor(message: string, caseName?: string, options?: WeftErrorOptions) {
    super('contract', caseName === undefined ? message : `${caseName}: ${message}`, options)
    this.caseName = caseName
  }
}
