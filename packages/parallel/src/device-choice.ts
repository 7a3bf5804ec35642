import type { DeviceInfo } from '@weft/backend'
import type { DeviceKind } from '@weft/spec'

/** Why a device was given for a hint. */
export interface DeviceChoice {
  readonly hint: DeviceKind
  /** `undefined` if there is no device at all, or none that strict mode allows. */
  readonly chosen: DeviceInfo | undefined
  readonly refused: readonly DeviceRefusal[]
}

/** A kind of device that was not taken. */
export interface DeviceRefusal {
  readonly kind: DeviceKind
  readonly reason: string
}

const substitutes: Record<DeviceKind, readonly DeviceKind[]> = {
  sequential: ['cpu'],
  cpu: ['sequential'],
  discrete_gpu: ['integrated_gpu', 'cpu', 'sequential'],
  integrated_gpu: ['discrete_gpu', 'cpu', 'sequential'],
}

/** Kinds to try for a hint, best first. In strict mode only the kind itself. */
export function candidateKinds(hint: DeviceKind, strict: boolean): readonly DeviceKind[] {
  return strict ? [hint] : [hint, ...substitutes[hint]]
}

/** One line that names every reason. */
export function describeRefusals(refused: readonly DeviceRefusal[]): string {
  return refused.map(({ kind, reason }) => `${kind}: ${reason}`).join('; ')
}
