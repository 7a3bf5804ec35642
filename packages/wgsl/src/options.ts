import { assertIntegerIn } from '@weft/core'
import type { CompileOptions } from './compiled-kernel.js'
import type { FloatMode } from './value-type.js'

/** `CompileOptions` with nothing left out. */
export interface CheckedOptions {
  readonly float: FloatMode
  readonly separateMultiplyAdd: boolean
  readonly bounds: 'check' | 'clamp'
  readonly fuel: number
  readonly workgroupSize: number
}

const defaultFuel = 2 ** 30
/** What every WebGPU device can do is 256; real ones reach 1024. */
const maximumWorkgroupSize = 1024

/** Throws `TypeError` and `RangeError` for options that are none. */
export function checkOptions(options: CompileOptions, defaultFloat: FloatMode): CheckedOptions {
  const { float = defaultFloat, bounds = 'check', fuel = defaultFuel, workgroupSize = 64 } = options
  if (float !== 'strict' && float !== 'fast') {
    throw new TypeError(`options.float must be 'strict' or 'fast', not ${String(float)}`)
  }
  if (bounds !== 'check' && bounds !== 'clamp') {
    throw new TypeError(`options.bounds must be 'check' or 'clamp', not ${String(bounds)}`)
  }
  assertIntegerIn('options.fuel', fuel, 0, 2 ** 31 - 1)
  assertIntegerIn('options.workgroupSize', workgroupSize, 1, maximumWorkgroupSize)
  return { float, bounds, fuel, workgroupSize, separateMultiplyAdd: options.separateMultiplyAdd ?? false }
}
