import { ByteWriter } from '@weft/core'
import { type BlockType, encodeInstruction, type Immediate, opcodeEntries } from '@weft/wasm-binary'

// The first of a name is the one without immediates: `select` is two instructions.
const opcodes = new Map<string, number>()
for (const { name, opcode } of opcodeEntries()) if (!opcodes.has(name)) opcodes.set(name, opcode)

const typedSelect = 0x1c

/** Appends instructions to an expression. */
export class InstructionWriter {
  private readonly output = new ByteWriter(512)

  emit(name: string, ...immediates: readonly Immediate[]): this {
    const isTypedSelect = name === 'select' && immediates.length > 0
    const opcode = isTypedSelect ? typedSelect : opcodes.get(name)
    if (opcode === undefined) throw new RangeError(`no instruction is named "${name}"`)
    this.output.bytes(encodeInstruction({ opcode, immediates }))
    return this
  }

  word(value: number): this {
    return this.emit('i32.const', { kind: 'i32', value: value | 0 })
  }

  local(action: 'get' | 'set' | 'tee', index: number): this {
    return this.emit(`local.${action}`, { kind: 'local', index })
  }

  open(name: 'block' | 'loop' | 'if', type: BlockType): this {
    return this.emit(name, { kind: 'block', type })
  }

  branch(name: 'br' | 'br_if', label: number): this {
    return this.emit(name, { kind: 'label', index: label })
  }

  bytes(bytes: Uint8Array): this {
    this.output.bytes(bytes)
    return this
  }

  finish(): Uint8Array {
    return this.output.finish()
  }
}
