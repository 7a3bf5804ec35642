import type { DeviceKind } from './generated/wasi-ephemeral-parallel.js'

/** Device kinds at the numbers that guests of the 2021 draft use: it had no `sequential`. */
export const device2021Kinds = [
  'cpu',
  'discrete_gpu',
  'integrated_gpu',
] as const satisfies readonly DeviceKind[]
