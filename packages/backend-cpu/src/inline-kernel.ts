import { ByteWriter } from '@weft/core'
import { type FunctionBody, forEachInstruction, type ValueType } from '@weft/wasm-binary'
import { driverLocal, leadingParameters } from './driver-layout.js'
import { opcode } from './opcode.js'

export interface InlinedKernel {
  /** Locals that the driver needs beside its parameters. */
  readonly locals: FunctionBody['locals']
  /** Gives every local of the kernel the value it has at the start of a call. */
  readonly prologue: Uint8Array
  /** The kernel's body in a block of its own. */
  readonly instructions: Uint8Array
  /** Offset in `instructions` and offset in the kernel's own instructions, of every instruction. */
  readonly offsets: readonly (readonly [number, number])[]
}

/** Instructions that leave the function in a way that a block cannot imitate, and legacy exceptions. */
const obstacles = new Set<number>([
  opcode.returnCall,
  opcode.returnCallIndirect,
  opcode.returnCallRef,
  0x06,
  0x07,
  0x18,
  0x19,
])
const openers = new Set<number>([opcode.block, opcode.loop, opcode.if, opcode.tryTable])
const localAccess = new Set<number>([opcode.localGet, opcode.localSet, opcode.localTee])

/**
 * Turns the kernel's body into code that can stand inside the driver's loop; undefined if it cannot.
 * Label depths stay as they are, because the block around the body takes the place of the function's own label.
 */
export function inlineKernel(kernel: FunctionBody, parameters: number): InlinedKernel | undefined {
  const plan = planLocals(kernel, parameters)
  if (!plan) return undefined
  const out = new ByteWriter(kernel.instructions.length + 64)
  const offsets: [number, number][] = []
  let depth = 0
  out.u8(opcode.block).u8(opcode.emptyBlock)
  forEachInstruction(kernel.instructions, (instruction) => {
    const code = instruction.opcode
    offsets.push([out.offset, instruction.start])
    if (openers.has(code)) depth++
    if (code === opcode.end) depth--
    if (code === opcode.return) out.u8(opcode.br).u32(depth)
    else if (localAccess.has(code))
      out.u8(code).u32(plan.map(localIndex(kernel.instructions, instruction.start)))
    else out.bytes(kernel.instructions.subarray(instruction.start, instruction.end))
  })
  return { locals: plan.locals, prologue: plan.prologue, instructions: out.finish(), offsets }
}

/** Parameters that the kernel only reads stand for the driver's own; the others, and its locals, are set anew. */
function planLocals(kernel: FunctionBody, parameters: number) {
  const written = new Set<number>()
  let possible = true
  forEachInstruction(kernel.instructions, ({ opcode: code, start }) => {
    if (obstacles.has(code)) possible = false
    if (code === opcode.localSet || code === opcode.localTee)
      written.add(localIndex(kernel.instructions, start))
  })
  if (!possible) return undefined
  const types: ValueType[] = []
  const homes = new Map<number, number>()
  const prologue = new ByteWriter()
  // The driver has the kernel's parameters and one more.
  const firstLocal = leadingParameters + parameters - 3
  const home = (type: ValueType) => firstLocal + types.push(type) - 1
  for (let index = 0; index < parameters; index++) {
    if (!written.has(index)) continue
    homes.set(index, home('i32'))
    prologue.u8(opcode.localGet).u32(driverLocal(index)).u8(opcode.localSet).u32(homes.get(index)!)
  }
  let local = parameters
  for (const { count, type } of kernel.locals) {
    for (let index = 0; index < count; index++, local++) {
      homes.set(local, home(type))
      if (!writeZero(prologue, type)) return undefined
      prologue.u8(opcode.localSet).u32(homes.get(local)!)
    }
  }
  const map = (index: number) => homes.get(index) ?? driverLocal(index)
  return { locals: types.map((type) => ({ count: 1, type })), prologue: prologue.finish(), map }
}

/** Pushes the default value of a type; false for references, which kernels have no use for. */
function writeZero(out: ByteWriter, type: ValueType): boolean {
  if (type === 'i32') out.u8(opcode.i32Const).u8(0)
  else if (type === 'i64') out.u8(opcode.i64Const).u8(0)
  else if (type === 'f32') out.u8(opcode.f32Const).bytes(new Uint8Array(4))
  else if (type === 'f64') out.u8(opcode.f64Const).bytes(new Uint8Array(8))
  else if (type === 'v128') out.u8(opcode.simd).u32(opcode.v128Const).bytes(new Uint8Array(16))
  else return false
  return true
}

/** The LEB128 index behind the one-byte opcode at `start`. */
function localIndex(code: Uint8Array, start: number): number {
  let index = 0
  for (let at = start + 1, shift = 0; ; at++, shift += 7) {
    index |= (code[at]! & 0x7f) << shift
    if ((code[at]! & 0x80) === 0) return index
  }
}
