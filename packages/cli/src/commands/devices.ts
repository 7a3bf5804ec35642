import type { Command } from 'commander'

/** Adds `weft devices`. */
export function addDevicesCommand(program: Command): void {
  program
    .command('devices')
    .summary('list what parallel work can run on')
    .description('List the devices that parallel work can run on here, and what is missing and why.')
    .option('--json', 'print one JSON object: { devices, missing }')
    .action(async (options: { json?: true }) => {
      const { printDevices } = await import('../devices/print-devices.js')
      await printDevices(options.json === true)
    })
}
