import { ByteWriter } from '@weft/core'
import { encodeInstruction, type Immediate, opcodeOf } from '@weft/wasm-binary'

type IndexKind = 'local' | 'global' | 'function' | 'data'

/** Writes the instructions of a function. */
export class CodeWriter {
  private readonly output = new ByteWriter()

  op(name: string, ...immediates: Immediate[]): this {
    this.output.bytes(encodeInstruction({ opcode: opcodeOf(name), immediates }))
    return this
  }

  /** An instruction with one index: `local.get 0`, `call 3`. */
  at(name: string, kind: IndexKind, index: number): this {
    return this.op(name, { kind, index })
  }

  i32(value: number): this {
    return this.op('i32.const', { kind: 'i32', value: value | 0 })
  }

  /** A load or store at a constant offset. */
  access(name: string, offset: number): this {
    return this.op(name, { kind: 'memarg', align: 2, memory: 0, offset: BigInt(offset) })
  }

  bytes(code: Uint8Array): this {
    this.output.bytes(code)
    return this
  }

  /** The bytes so far. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.output.finish()
  }

  /** The bytes with the `end` of a function or constant expression. */
  end(): Uint8Array<ArrayBuffer> {
    return this.op('end').finish()
  }
}
