import { ByteWriter } from '@weft/core'
import {
  decodeModule,
  encodeModule,
  type FunctionBody,
  type FunctionType,
  functionType,
  type Module,
  type ValueType,
} from '@weft/wasm-binary'
import { driverLocal } from './driver-layout.js'
import { inlineKernel } from './inline-kernel.js'
import { driverExports } from './kernel-instance.js'
import { OffsetMap } from './offset-map.js'
import { opcode } from './opcode.js'

/** A kernel module with a driver: one call runs a whole range of iterations. */
export interface DrivenKernel {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Index of the driver function. */
  readonly driverIndex: number
  readonly kernelIndex: number
  /** Where in the kernel's body an offset in the driver's body comes from; undefined if the kernel was not inlined. */
  readonly inlined: OffsetMap | undefined
}

/**
 * Adds to a kernel module the function `weft:run (begin, end, num_iterations, block_size, buffers…)`, which runs the
 * iterations `[begin, end)`, and the global `weft:iteration`, which tells the present one. The kernel's body becomes
 * the body of the loop where its instructions allow it: a call per iteration costs 1 to 3 ns, an inlined body nothing.
 */
export function addDriver(kernelBytes: Uint8Array): DrivenKernel {
  const module = decodeModule(kernelBytes)
  const kernelIndex = module.exports.find((item) => item.name === 'kernel' && item.kind === 'func')!.index
  const type = functionType(module, module.functions[kernelIndex]!)!
  const iterationGlobal = module.globals.length
  const inlined = inlineKernel(module.code[kernelIndex]!, type.parameters.length)
  const body = inlined
    ? loop(inlined.instructions, iterationGlobal, inlined.prologue)
    : loop(callKernel(kernelIndex, type.parameters.length), iterationGlobal, new Uint8Array())
  const driver: FunctionBody = {
    locals: inlined?.locals ?? [],
    instructions: body.bytes,
    offset: 0,
    instructionsOffset: 0,
  }
  return {
    bytes: encodeModule(withDriver(module, type, driver)) as Uint8Array<ArrayBuffer>,
    driverIndex: module.functions.length,
    kernelIndex,
    inlined: inlined && new OffsetMap(inlined.offsets, body.kernelAt),
  }
}

/** The kernel module's imports are one memory, so the indices of defined functions and globals start at 0. */
function withDriver(module: Module, kernel: FunctionType, driver: FunctionBody): Module {
  const parameters: ValueType[] = ['i32', ...kernel.parameters]
  const typeIndex = module.types.reduce((count, group) => count + group.types.length, 0)
  const composite = { kind: 'func', parameters, results: [] } as const
  const initial = new ByteWriter().u8(opcode.i32Const).signed(0).u8(opcode.end).finish()
  return {
    ...module,
    types: [...module.types, { explicit: false, types: [{ final: true, supertypes: [], composite }] }],
    functions: [...module.functions, typeIndex],
    globals: [...module.globals, { type: { value: 'i32', mutable: true }, init: initial }],
    exports: [
      ...module.exports,
      { name: driverExports.run, kind: 'func', index: module.functions.length },
      { name: driverExports.iteration, kind: 'global', index: module.globals.length },
    ],
    code: [...module.code, driver],
  }
}

/** `loop: iteration = begin; prologue; kernel; begin += 1; again while begin ≠ end`. The range is never empty. */
function loop(
  kernel: Uint8Array,
  iterationGlobal: number,
  prologue: Uint8Array,
): { bytes: Uint8Array; kernelAt: number } {
  const out = new ByteWriter()
  out.u8(opcode.loop).u8(opcode.emptyBlock)
  out.u8(opcode.localGet).u32(0).u8(opcode.globalSet).u32(iterationGlobal)
  out.bytes(prologue)
  const kernelAt = out.offset
  out.bytes(kernel)
  out.u8(opcode.localGet).u32(0).u8(opcode.i32Const).signed(1).u8(opcode.i32Add).u8(opcode.localTee).u32(0)
  out.u8(opcode.localGet).u32(1).u8(opcode.i32Ne).u8(opcode.brIf).u32(0)
  out.u8(opcode.end).u8(opcode.end)
  return { bytes: out.finish(), kernelAt }
}

function callKernel(kernelIndex: number, parameters: number): Uint8Array {
  const out = new ByteWriter()
  for (let index = 0; index < parameters; index++) out.u8(opcode.localGet).u32(driverLocal(index))
  return out.u8(opcode.call).u32(kernelIndex).finish()
}
