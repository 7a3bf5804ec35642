import { WeftError } from '@weft/core'
import type { Backend, Device, DeviceInfo, OpenOptions } from '../interface.js'
import type { ContractCase } from './contract-case.js'
import { contractCases } from './contract-cases.js'
import { ContractContext } from './contract-context.js'
import { ContractError } from './contract-error.js'

/** How the suite talks to a test runner, and what it leaves out. */
export interface ContractOptions {
  /** Registers a test: `test` of vitest or of node:test. */
  test(name: string, run: () => Promise<void>): void
  /** Registers a test that does not run, and why. */
  skip(name: string, reason: string): void
  /** Cases the backend cannot pass: the case's name and the reason, which must not be empty. */
  readonly skips?: Readonly<Record<string, string>>
  /** Which of the probed devices to test; the first where left out. */
  selectDevice?(devices: readonly DeviceInfo[]): DeviceInfo | undefined
  readonly openOptions?: OpenOptions
}

/**
 * Registers every case of the contract with a test runner. Cases share one device, which is opened for the first and
 * closed by the last; after a failed case the next one gets a new device. A case whose flag of `DeviceInfo` is not
 * set is skipped.
 *
 * Throws `ContractError` when there is no device, and when `skips` names no case or gives no reason.
 */
export async function runContract(
  createBackend: () => Backend | Promise<Backend>,
  options: ContractOptions,
): Promise<void> {
  const cases = contractCases()
  const skips = checkSkips(cases, options.skips ?? {})
  const backend = await createBackend()
  const info = await findDevice(backend, options)
  const session = new DeviceSession(backend, info, options.openOptions)
  for (const contractCase of cases) {
    const reason = skips.get(contractCase.name) ?? missingCapability(contractCase, info)
    if (reason !== undefined) options.skip(contractCase.name, reason)
    else options.test(contractCase.name, () => session.run(contractCase))
  }
  options.test('device: closes after all cases', () => session.close())
}

function checkSkips(
  cases: readonly ContractCase[],
  skips: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  for (const [name, reason] of Object.entries(skips)) {
    if (!cases.some((contractCase) => contractCase.name === name)) {
      throw new ContractError(`skips names "${name}", which is no case: see contractCases()`)
    }
    if (reason.trim() === '') throw new ContractError(`the skip of "${name}" needs a reason`)
  }
  return new Map(Object.entries(skips))
}

function missingCapability({ requires }: ContractCase, info: DeviceInfo): string | undefined {
  if (requires === undefined || info[requires] === true) return undefined
  return `the device does not set ${requires}`
}

async function findDevice(backend: Backend, options: ContractOptions): Promise<DeviceInfo> {
  const { devices, reasons } = await backend.probe()
  const info = options.selectDevice === undefined ? devices[0] : options.selectDevice(devices)
  if (info !== undefined) return info
  const why = reasons.length > 0 ? reasons.join('; ') : 'and it gives no reason'
  throw new ContractError(`the backend "${backend.name}" has no device to test: ${why}`)
}

/** Runs cases on one device, until one fails. */
class DeviceSession {
  private readonly backend: Backend
  private readonly info: DeviceInfo
  private readonly openOptions: OpenOptions | undefined
  private device: Device | undefined

  constructor(backend: Backend, info: DeviceInfo, openOptions: OpenOptions | undefined) {
    this.backend = backend
    this.info = info
    this.openOptions = openOptions
  }

  async run(contractCase: ContractCase): Promise<void> {
    this.device ??= await this.backend.open(this.info, this.openOptions)
    try {
      await runCase(contractCase, new ContractContext(this.backend, this.device, this.openOptions))
    } catch (error) {
      await this.close()
      throw failureOf(contractCase, error)
    }
  }

  async close(): Promise<void> {
    const device = this.device
    this.device = undefined
    await device?.[Symbol.asyncDispose]()
  }
}

async function runCase(contractCase: ContractCase, context: ContractContext): Promise<void> {
  try {
    await contractCase.run(context)
  } finally {
    await context.close()
  }
}

function failureOf(contractCase: ContractCase, cause: unknown): ContractError {
  const isOwn = WeftError.isInstance(cause) && cause.code === 'contract'
  const message = isOwn ? cause.message : `threw ${String(cause)}`
  return new ContractError(message, contractCase.name, { cause })
}
