import type { DeviceInfo } from '@weft/backend'
import { type DeviceKind, deviceKinds } from '@weft/spec'

/** A kind of device, or either kind of GPU. */
export type DeviceWish = DeviceKind | 'gpu'

export const deviceWishes: readonly DeviceWish[] = [...deviceKinds, 'gpu']

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

const substitutes: Record<DeviceWish, readonly DeviceKind[]> = {
  sequential: ['cpu'],
  cpu: ['sequential'],
  discrete_gpu: ['integrated_gpu', 'cpu', 'sequential'],
  integrated_gpu: ['discrete_gpu', 'cpu', 'sequential'],
  gpu: ['cpu', 'sequential'],
}

/** The kinds that are what was wanted, best first. */
export function kindsOf(wish: DeviceWish): readonly DeviceKind[] {
  return wish === 'gpu' ? ['discrete_gpu', 'integrated_gpu'] : [wish]
}

/** Kinds to try for a wish, best first. In strict mode only what was wanted. */
export function candidateKinds(wish: DeviceWish, strict: boolean): readonly DeviceKind[] {
  return strict ? kindsOf(wish) : [...kindsOf(wish), ...substitutes[wish]]
}

/** One line that names every reason, each once. */
export function describeRefusals(refused: readonly DeviceRefusal[]): string {
  const kindsByReason = new Map<string, DeviceKind[]>()
  for (const { kind, reason } of refused) {
    const kinds = kindsByReason.get(reason)
    if (kinds === undefined) kindsByReason.set(reason, [kind])
    else if (!kinds.includes(kind)) kinds.push(kind)
  }
  return [...kindsByReason].map(([reason, kinds]) => `${kinds.join(', ')}: ${reason}`).join('; ')
}
