import type { Immediate } from '@weft/wasm-binary'
import { CodeWriter } from './code-writer.js'
import { type MemoryAccess, memoryAccess } from './memory-access.js'
import type { ModuleBuilder } from './module-builder.js'
import type { ModuleState } from './module-state.js'

/** An address that is outside of every device's memory, and aligned. */
const outside = 0xffff_fff0

/**
 * Functions that stand for memory instructions of a module whose memory is a buffer: they test addresses against
 * the module's own memory size, and run the very instruction on the buffer, or at an address at which it must trap.
 */
export class MemoryHelpers {
  private readonly functions = new Map<string, number>()
  private readonly builder: ModuleBuilder
  private readonly memoryBytes: number
  private readonly baseGlobal: number

  /** `baseGlobal` holds the address of the buffer. */
  constructor(builder: ModuleBuilder, memoryBytes: number, baseGlobal: number) {
    this.builder = builder
    this.memoryBytes = memoryBytes
    this.baseGlobal = baseGlobal
  }

  /** The function that does what a load, a store or an atomic does. */
  access(name: string, immediates: readonly Immediate[]): number | undefined {
    const access = memoryAccess(name)
    if (access === undefined) return undefined
    const instruction = new CodeWriter().op(name, ...immediates).finish()
    const offset = immediates.find((immediate) => immediate.kind === 'memarg')?.offset ?? 0n
    return this.once(instruction.join(), () => this.writeAccess(instruction, offset, access))
  }

  private writeAccess(instruction: Uint8Array, offset: bigint, access: MemoryAccess): number {
    const lastAddress = BigInt(this.memoryBytes) - offset - BigInt(access.sizeBytes)
    const code = new CodeWriter()
    if (lastAddress < 0n) code.i32(outside)
    else {
      this.inBuffer(code, 0).i32(outside)
      code.at('local.get', 'local', 0).i32(Number(lastAddress)).op('i32.le_u').op('select')
    }
    for (const index of access.parameters.keys()) code.at('local.get', 'local', index + 1)
    code.bytes(instruction)
    return this.builder.function(['i32', ...access.parameters], access.results, code.end())
  }

  fill(): number {
    return this.once('memory.fill', () => {
      const code = new CodeWriter()
      this.checked(code, () => this.rangeFits(code, 0, this.memoryBytes))
      code.at('local.get', 'local', 1).at('local.get', 'local', 2)
      code.op('memory.fill', { kind: 'memory', index: 0 })
      return this.builder.function(['i32', 'i32', 'i32'], [], code.end())
    })
  }

  copy(): number {
    return this.once('memory.copy', () => {
      const code = new CodeWriter()
      this.checked(code, () => {
        this.rangeFits(code, 0, this.memoryBytes)
        this.rangeFits(code, 1, this.memoryBytes).op('i32.and')
      })
      this.inBuffer(code, 1).at('local.get', 'local', 2)
      code.op('memory.copy', { kind: 'memory', index: 0 }, { kind: 'memory', index: 0 })
      return this.builder.function(['i32', 'i32', 'i32'], [], code.end())
    })
  }

  /** `memory.init`: a segment that was dropped is empty. */
  init(segment: number, segmentBytes: number, state: ModuleState): number {
    return this.once(`memory.init ${segment}`, () => {
      const code = new CodeWriter()
      const dropped = state.dropped.get(segment)
      this.checked(code, () => {
        this.rangeFits(code, 0, this.memoryBytes)
        if (dropped !== undefined) this.rangeFits(code, 1, 0)
        this.rangeFits(code, 1, segmentBytes)
        if (dropped !== undefined) code.at('global.get', 'global', dropped.global).op('select')
        code.op('i32.and')
      })
      code.at('local.get', 'local', 1).at('local.get', 'local', 2)
      code.op('memory.init', { kind: 'data', index: segment }, { kind: 'memory', index: 0 })
      return this.builder.function(['i32', 'i32', 'i32'], [], code.end())
    })
  }

  private once(key: string, write: () => number): number {
    const known = this.functions.get(key)
    if (known !== undefined) return known
    const index = write()
    this.functions.set(key, index)
    return index
  }

  /** Leaves the first parameter as an address in the buffer if the condition holds, else one that is outside. */
  private checked(code: CodeWriter, condition: () => void): void {
    this.inBuffer(code, 0).i32(outside)
    condition()
    code.op('select')
  }

  private inBuffer(code: CodeWriter, local: number): CodeWriter {
    return code.at('global.get', 'global', this.baseGlobal).at('local.get', 'local', local).op('i32.add')
  }

  /** Leaves 1 if the range from the address in `local`, as long as parameter 2 says, lies below `limit`. */
  private rangeFits(code: CodeWriter, local: number, limit: number): CodeWriter {
    code.at('local.get', 'local', 2).i32(limit).op('i32.le_u')
    code.at('local.get', 'local', local)
    code.i32(limit).at('local.get', 'local', 2).op('i32.sub')
    return code.op('i32.le_u').op('i32.and')
  }
}
