import { moduleName, type WasiEphemeralParallel } from '@weft/spec'
import type { Calling } from './calling.js'
import { createCreateBuffer } from './functions/create-buffer.js'
import { createGetDevice } from './functions/get-device.js'
import { createParallelExec } from './functions/parallel-exec.js'
import { createParallelFor } from './functions/parallel-for.js'
import { createReadBuffer } from './functions/read-buffer.js'
import { createWriteBuffer } from './functions/write-buffer.js'
import type { Guest } from './guest.js'

/** The interface as an import object. Only what may wait for a device is made to suspend: that costs 100 ns a call. */
export function createInterfaceImports(guest: Guest, calling: Calling): WebAssembly.Imports {
  const functions: Record<keyof WasiEphemeralParallel, WebAssembly.ImportValue> = {
    get_device: createGetDevice(guest),
    create_buffer: createCreateBuffer(guest),
    write_buffer: calling.importOf(createWriteBuffer(guest)),
    read_buffer: calling.importOf(createReadBuffer(guest)),
    parallel_exec: calling.importOf(createParallelExec(guest)),
    parallel_for: calling.importOf(createParallelFor(guest)),
  }
  return { [moduleName]: functions }
}
