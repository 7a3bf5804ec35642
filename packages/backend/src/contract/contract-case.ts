import type { DeviceInfo } from '../interface.js'
import type { ContractContext } from './contract-context.js'

/** A flag of `DeviceInfo` without which a case is skipped. */
export type ContractCapability = keyof Pick<
  DeviceInfo,
  'supportsSharedMemory' | 'supportsSynchronousCalls' | 'supportsTimeLimit' | 'supportsAbort'
>

/** One rule of the contract. `run` throws `ContractError` if the backend breaks it. */
export interface ContractCase {
  /** Unique and stable: skips name it. */
  readonly name: string
  readonly requires?: ContractCapability
  run(context: ContractContext): Promise<void>
}
