import type { Backend } from '@weft/backend'
import type { Trace } from '@weft/component/trace'
import { WeftError } from '@weft/core'
import { createParallel, type ParallelInstance, type ParallelOptions, type WasiOptions } from '@weft/parallel'
import { moduleName } from '@weft/spec'
import type { FunctionType, Module } from '@weft/wasm-binary'
import type { FloatMode } from '@weft/wgsl'
import { UsageError } from '../cli-error.js'
import { cpuBackends, defaultBackends } from '../default-backends.js'
import { type GuestCall, listExports, planCall } from '../guest-call.js'
import type { GuestValue } from '../guest-value.js'
import type { LoadedModule } from '../load-module.js'
import { exportedFunctions } from '../signature.js'
import { traceKernels } from '../trace/trace-kernels.js'
import { guestCallError } from './describe-trap.js'
import type { Reporter } from './reporter.js'

export interface RunSettings {
  readonly host: Omit<ParallelOptions, 'backends' | 'onFailure' | 'onDeviceChoice' | 'onKernelFallback'>
  /** What `--invoke` says, in order; `_start` is called if there is none. */
  readonly invocations: readonly string[]
  readonly wasi: WasiOptions
  /** How a GPU computes floats; undefined leaves that to the kernel. */
  readonly float: FloatMode | undefined
  readonly trace?: Trace | undefined
}

const startName = '_start'

/** Runs a guest's calls in order on one instance and returns the exit code. Throws for the first call that fails. */
export async function runGuest(
  { bytes, module }: LoadedModule,
  settings: RunSettings,
  reporter: Reporter,
): Promise<number> {
  const exports = exportedFunctions(module)
  const calls = planCalls(settings.invocations, exports)
  await using host = await createParallel({
    ...settings.host,
    backends: traceKernels(backendsFor(module, settings), settings.trace),
    onFailure: (failure) => reporter.failure(failure),
    onDeviceChoice: (choice) => reporter.choice(choice),
    onKernelFallback: (fallback) => reporter.fallback(fallback),
  })
  const instance = await attempt('starting the guest', () => host.instantiate(bytes, { wasi: settings.wasi }))
  if (instance.exitCode !== undefined) return instance.exitCode
  if (settings.invocations.length === 0) return callStart(instance, calls[0]!, reporter)
  for (const call of calls) {
    const values = await callGuest(instance, call)
    if (instance.exitCode !== undefined) return instance.exitCode
    reporter.result(call, values)
  }
  return settings.host.strict === true && reporter.missedDevice ? 1 : 0
}

function backendsFor(module: Module, settings: RunSettings): readonly Backend[] {
  return canAskForGpu(module, settings) ? defaultBackends({ float: settings.float }) : cpuBackends()
}

/** Without `get_device` a guest gets what a hint of cpu gives. */
function canAskForGpu(module: Module, { host: { device } }: RunSettings): boolean {
  if (device !== undefined) return device === 'gpu'
  return module.imports.some((entry) => entry.module === moduleName && entry.name === 'get_device')
}

/** Every call is checked before the guest runs. */
function planCalls(invocations: readonly string[], exports: ReadonlyMap<string, FunctionType>): GuestCall[] {
  if (invocations.length > 0) return invocations.map((text) => planCall(text, exports))
  if (exports.has(startName)) return [planCall(startName, exports)]
  throw new UsageError(
    `the guest has no ${startName}: say what to call with --invoke. ${listExports(exports)}`,
  )
}

/** A `_start` may return an exit status instead of giving it to `proc_exit`. */
async function callStart(instance: ParallelInstance, call: GuestCall, reporter: Reporter): Promise<number> {
  const values = await callGuest(instance, call)
  if (instance.exitCode !== undefined) return instance.exitCode
  reporter.result(call, values)
  return call.results[0] === 'i32' && values[0] !== 0 ? 1 : 0
}

async function callGuest(instance: ParallelInstance, call: GuestCall): Promise<readonly GuestValue[]> {
  try {
    const result = await attempt(call.text, () => instance.call(call.name, ...call.arguments))
    if (call.results.length === 0) return []
    return (call.results.length === 1 ? [result] : result) as readonly GuestValue[]
  } catch (error) {
    // An exit code other than 0 comes as an error too, but it is the guest's own answer.
    if (instance.exitCode !== undefined) return []
    throw error
  }
}

async function attempt<T>(what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw WeftError.isInstance(error) ? error : guestCallError(what, error)
  }
}
