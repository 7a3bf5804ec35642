import type { DeviceInfo } from '@weft/backend'
import { createParallel, type MissingDevice } from '@weft/parallel'
import type { Command } from 'commander'
import { defaultBackends } from '../default-backends.js'
import { formatBytes, formatTable } from '../print-table.js'

/** Adds `weft devices`. */
export function addDevicesCommand(program: Command): void {
  program
    .command('devices')
    .summary('list what parallel work can run on')
    .description('List the devices that parallel work can run on here, and what is missing and why.')
    .option('--json', 'print one JSON object: { devices, missing }')
    .action(async (options: { json?: true }) => {
      await using parallel = await createParallel({ backends: defaultBackends() })
      const { devices, missing } = parallel
      process.stdout.write(
        options.json ? `${JSON.stringify({ devices, missing })}\n` : describe(devices, missing),
      )
    })
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
