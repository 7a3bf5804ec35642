import { backendCases } from './cases/backend-cases.js'
import { bufferCases } from './cases/buffer-cases.js'
import { endingCases } from './cases/ending-cases.js'
import { execCases } from './cases/exec-cases.js'
import { numberCases } from './cases/number-cases.js'
import { refusalCases } from './cases/refusal-cases.js'
import { sharedCases } from './cases/shared-cases.js'
import { stateCases } from './cases/state-cases.js'
import { trapCases } from './cases/trap-cases.js'
import type { ContractCase } from './contract-case.js'

/** Every rule of the contract, in the order in which it is best read when several fail. */
export function contractCases(): readonly ContractCase[] {
  return [
    ...backendCases,
    ...bufferCases,
    ...execCases,
    ...numberCases,
    ...stateCases,
    ...refusalCases,
    ...trapCases,
    ...sharedCases,
    ...endingCases,
  ]
}
