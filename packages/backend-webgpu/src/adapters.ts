import type { DeviceInfo } from '@weft/backend'
import { addressSpaceFor } from './address-space.js'

/** An adapter that `probe` lists, and how to ask for it again: an adapter opens one device only. */
export interface AdapterChoice {
  readonly info: DeviceInfo
  readonly adapterInfo: GPUAdapterInfo
  readonly limits: GPUSupportedLimits
  readonly request: GPURequestAdapterOptions
}

/** Vendors that make no graphics cards. */
const integratedVendors = ['apple', 'arm', 'broadcom', 'imgtec', 'qualcomm', 'samsung', 'microsoft']

/** Intel's graphics cards by their architecture; all others of Intel are part of a processor. */
const intelCards = ['xe-hpg', 'xe2-hpg', 'gen-12-hp']

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|software|warp|basic render/i

/** What is there. Adapters that describe themselves alike are one. */
export async function listAdapters(
  gpu: GPU,
  options: GPURequestAdapterOptions | undefined,
): Promise<readonly AdapterChoice[]> {
  const requests: GPURequestAdapterOptions[] =
    options === undefined
      ? [{ powerPreference: 'high-performance' }, { powerPreference: 'low-power' }]
      : [options]
  const choices: AdapterChoice[] = []
  for (const request of requests) {
    const adapter = await gpu.requestAdapter(request)
    if (adapter === null) continue
    const { info: adapterInfo, limits } = adapter
    const described = deviceInfoOf(adapterInfo, limits)
    if (choices.some(({ info }) => info.name === described.name)) continue
    // Of two adapters, the one that saves power is part of the processor.
    const info: DeviceInfo = choices.length === 0 ? described : { ...described, kind: 'integrated_gpu' }
    choices.push({ info, adapterInfo, limits, request })
  }
  return choices
}

/** What an adapter, or a device made of one, says about itself. */
export function deviceInfoOf(adapter: GPUAdapterInfo, limits: GPUSupportedLimits): DeviceInfo {
  const { arenaBytes, staticBytes } = addressSpaceFor(limits)
  return {
    backend: 'webgpu',
    kind: isCard(adapter) ? 'discrete_gpu' : 'integrated_gpu',
    name: nameOf(adapter),
    limits: {
      maximumBufferBytes: arenaBytes,
      parallelism: limits.maxComputeInvocationsPerWorkgroup,
      maximumStaticBytes: staticBytes,
    },
    supportsTimeLimit: true,
    supportsAbort: true,
  }
}

/** True for a GPU that the processor plays. */
export function isSoftware(adapter: GPUAdapterInfo): boolean {
  return adapter.isFallbackAdapter === true || softwareNames.test(describe(adapter))
}

/** WebGPU does not tell: this is what vendor and architecture let guess. */
function isCard(adapter: GPUAdapterInfo): boolean {
  if (isSoftware(adapter)) return false
  const vendor = adapter.vendor.toLowerCase()
  if (vendor === 'intel') return intelCards.includes(adapter.architecture.toLowerCase())
  return vendor !== '' && !integratedVendors.includes(vendor)
}

function nameOf(adapter: GPUAdapterInfo): string {
  const name = describe(adapter) || 'GPU without a name'
  return isSoftware(adapter) ? `${name} (software)` : name
}

function describe({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  const words = [vendor, architecture, description || device].filter((word) => word !== '')
  return words.join(' ')
}
