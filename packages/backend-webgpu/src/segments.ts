import type { DeviceBuffer, KernelCall, KernelModule, MemoryRange } from '@weft/backend'
import type { CompiledKernel, Segment } from '@weft/wgsl'
import { type AddressSpace, addressEnd } from './address-space.js'
import type { ArenaPlaces, ArenaRange } from './arena-places.js'

/** A segment of a call: where the kernel sees it, and where in the arena it lies. */
export interface PlacedSegment extends ArenaRange {
  readonly address: number
}

/** What a call has in the arena. `release` gives back what is there for this call only. */
export interface Placement {
  /** In the order of `CompiledKernel.segments`. */
  readonly segments: readonly PlacedSegment[]
  /** Where the kernel's static data has to be laid. */
  readonly statics: ArenaRange | undefined
  /** The arena must reach so far. */
  readonly end: number
  release(): void
}

/** A kernel may count on its guest's memory (`KernelModule.memoryBytes`); this much of it is there in a call. */
const scratchBytes = 2 ** 20

const nothing: PlacedSegment = { address: 0, place: 0, sizeBytes: 0 }

/** What a call has of the addresses from 0 on. */
function lowBytesOf(kernel: KernelModule, space: AddressSpace): number {
  const scratch = Math.min(kernel.memoryBytes ?? 0, scratchBytes, space.staticBytes)
  return Math.max(kernel.staticBytes, scratch)
}

/**
 * Finds a place for everything a call needs. `rangeOf` gives a buffer's place; `stackBytes` is the size of all stacks
 * together. Throws `OutOfMemoryError`, and what `rangeOf` throws.
 */
export function placeCall(
  call: KernelCall,
  compiled: CompiledKernel,
  stackBytes: number,
  space: AddressSpace,
  places: ArenaPlaces,
  rangeOf: (buffer: DeviceBuffer) => MemoryRange,
): Placement {
  const own: ArenaRange[] = []
  const take = (sizeBytes: number): ArenaRange => {
    if (sizeBytes === 0) return nothing
    const range = { place: places.allocate(sizeBytes), sizeBytes }
    // Static data is laid down anew, and a stack holds what functions leave there anyway.
    places.skipClearing(range.place)
    own.push(range)
    return range
  }
  const release = () => {
    for (const { place } of own) places.free(place)
  }
  const buffers = [...call.inBuffers, ...call.outBuffers]
  const place = (segment: Segment): PlacedSegment => {
    if (segment.kind === 'statics') return { address: 0, ...take(lowBytesOf(call.kernel.kernel, space)) }
    if (segment.kind === 'stack') return { address: addressEnd - stackBytes, ...take(stackBytes) }
    const { address, sizeBytes } = rangeOf(buffers[segment.index] as DeviceBuffer)
    return { address: space.staticBytes + address, place: address, sizeBytes }
  }
  try {
    const segments = compiled.segments.map(place)
    const statics = segments[compiled.segments.findIndex(({ kind }) => kind === 'statics')]
    const end = Math.max(0, ...segments.map((segment) => segment.place + segment.sizeBytes))
    return { segments, statics: statics?.sizeBytes === 0 ? undefined : statics, end, release }
  } catch (error) {
    release()
    throw error
  }
}
