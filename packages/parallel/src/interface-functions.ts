import { moduleName, type WasiEphemeralParallel } from '@weft/spec'
import type { Calling } from './calling.js'
import { createCreateBuffer } from './functions/create-buffer.js'
import { createGetDevice } from './functions/get-device.js'
import type { HostFunction } from './functions/host-function.js'
import { createParallelExec } from './functions/parallel-exec.js'
import { createParallelFor } from './functions/parallel-for.js'
import { createReadBuffer } from './functions/read-buffer.js'
import { createWriteBuffer } from './functions/write-buffer.js'
import type { Guest } from './guest.js'

export type InterfaceName = keyof WasiEphemeralParallel

/** The functions of the interface for one guest. */
export type InterfaceFunctions = Readonly<Record<InterfaceName, HostFunction>>

export function createInterfaceFunctions(guest: Guest): InterfaceFunctions {
  return {
    get_device: createGetDevice(guest),
    create_buffer: createCreateBuffer(guest),
    write_buffer: createWriteBuffer(guest),
    read_buffer: createReadBuffer(guest),
    parallel_exec: createParallelExec(guest),
    parallel_for: createParallelFor(guest),
  }
}

/** As an import object. Only what may wait for a device is made to suspend: that costs 100 ns a call. */
export function interfaceImports(functions: InterfaceFunctions, calling: Calling): WebAssembly.Imports {
  const { create_buffer, ...waiting } = functions
  const entries = Object.entries(waiting).map(([name, target]) => [name, calling.importOf(target)] as const)
  return { [moduleName]: { create_buffer, ...Object.fromEntries(entries) } }
}
