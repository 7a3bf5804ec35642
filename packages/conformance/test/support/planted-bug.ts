import type { Device, KernelModule } from '@weft/backend'
import {
  decodeModule,
  encodeInstruction,
  encodeModule,
  forEachInstruction,
  opcodeOf,
} from '@weft/wasm-binary'

/** A device that does one instruction as if it were another, of the same length. */
export function withPlantedBug(device: Device, right: string, wrong: string): Device {
  const prepare = (kernel: KernelModule) =>
    device.prepare({ ...kernel, bytes: withInstruction(kernel.bytes, right, wrong) })
  return {
    info: { ...device.info, name: `${right} done as ${wrong}` },
    createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
    write: (buffer, source) => device.write(buffer, source),
    read: (buffer, target) => device.read(buffer, target),
    prepare,
    exec: (call, signal) => device.exec(call, signal),
    [Symbol.asyncDispose]: async () => {},
  }
}

function withInstruction(bytes: Uint8Array, right: string, wrong: string): Uint8Array {
  const module = decodeModule(bytes)
  const code = module.code.map((body) => {
    const instructions = body.instructions.slice()
    forEachInstruction(body.instructions, ({ name, start, end, immediates }) => {
      if (name !== right) return
      const replaced = encodeInstruction({ opcode: opcodeOf(wrong), immediates }, end - start)
      instructions.set(replaced, start)
    })
    return { ...body, instructions }
  })
  return encodeModule({ ...module, code })
}
