import type { Backend, DeviceInfo } from '@weft/backend'

/** A backend without a device, or one that it expected and did not find. */
export interface MissingDevice {
  readonly backend: string
  readonly reason: string
}

interface FoundDevice {
  readonly backend: Backend
  readonly info: DeviceInfo
}

/** The devices that the backends of a host have. None of them is open. */
export class DeviceCatalog {
  readonly found: FoundDevice[] = []
  readonly missing: MissingDevice[] = []

  private constructor() {}

  /** Asks every backend for its devices, once. A backend that fails to answer is missing. */
  static async probe(backends: readonly Backend[]): Promise<DeviceCatalog> {
    const catalog = new DeviceCatalog()
    const results = await Promise.allSettled(backends.map((backend) => backend.probe()))
    results.forEach((result, index) => {
      const backend = backends[index]!
      if (result.status === 'rejected') catalog.addMissing(backend, [messageOf(result.reason)])
      else {
        for (const info of result.value.devices) catalog.found.push({ backend, info })
        catalog.addMissing(backend, result.value.reasons)
      }
    })
    return catalog
  }

  get devices(): readonly DeviceInfo[] {
    return this.found.map(({ info }) => info)
  }

  /** Why there is no device of some kind, as far as the backends say. */
  whyNone(): string {
    const reasons = this.missing.map(({ backend, reason }) => `${backend}: ${reason}`).join('; ')
    return `no backend has one${reasons && ` (${reasons})`}`
  }

  private addMissing(backend: Backend, reasons: readonly string[]): void {
    for (const reason of reasons) this.missing.push({ backend: backend.name, reason })
  }
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
