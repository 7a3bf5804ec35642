import type { DeviceInfo } from '@weft/backend'
import { createParallel, type MissingDevice } from '@weft/parallel'
import { defaultBackends } from '../default-backends.js'
import { formatBytes, formatTable } from '../print-table.js'

/** What `weft devices` does. */
export async function printDevices(json: boolean): Promise<void> {
  await using parallel = await createParallel({ backends: defaultBackends() })
  const { devices, missing } = parallel
  process.stdout.write(json ? `${JSON.stringify({ devices, missing })}\n` : describe(devices, missing))
}

function describe(devices: readonly DeviceInfo[], missing: readonly MissingDevice[]): string {
  const rows = devices.map((device) => [
    device.kind,
    device.backend,
    device.name,
    String(device.limits.parallelism),
    formatBytes(device.limits.maximumBufferBytes),
    abilities(device),
  ])
  const table = formatTable(rows, ['KIND', 'BACKEND', 'NAME', 'PARALLEL', 'LARGEST BUFFER', 'CAN'])
  if (missing.length === 0) return table
  return `${table}\nMissing\n${formatTable(missing.map(({ backend, reason }) => [`  ${backend}`, reason]))}`
}

function abilities(device: DeviceInfo): string {
  const all = [
    device.supportsSharedMemory && 'shared memory',
    device.supportsTimeLimit && 'time limit',
    device.supportsAbort && 'abort',
  ]
  return all.filter(Boolean).join(', ') || '-'
}
