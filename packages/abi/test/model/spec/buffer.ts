import type { MemInst } from './instance.js'
import { assert, trap_if } from './trap.js'
import { type ElementType, elem_size } from './types.js'

/** `BufferGuestImpl` of Buffer State. */
class BufferGuestImpl {
  static readonly MAX_LENGTH = 2 ** 28 - 1
  t: ElementType
  memory: MemInst
  ptr: number
  progress = 0
  length: number

  constructor(t: ElementType, memory: MemInst, ptr: number, length: number) {
    trap_if(length > BufferGuestImpl.MAX_LENGTH, 'buffer too long')
    if (t !== undefined && length > 0) {
      // Alignment and size are the same for these types.
      trap_if(ptr % elem_size(t) !== 0, 'unaligned buffer')
      trap_if(ptr + length * elem_size(t) > memory.length, 'buffer out of bounds')
    }
    this.t = t
    this.memory = memory
    this.ptr = ptr
    this.length = length
  }

  remain(): number {
    return this.length - this.progress
  }

  is_zero_length(): boolean {
    return this.length === 0
  }
}

export class ReadableBufferGuestImpl extends BufferGuestImpl {
  read(n: number): number[] {
    assert(n <= this.remain(), 'n <= self.remain()')
    const size = elem_size(this.t)
    const vs = Array.from({ length: n }, (_, index) => load(this.memory, this.ptr + index * size, this.t))
    this.ptr += n * size
    this.progress += n
    return vs
  }
}

export class WritableBufferGuestImpl extends BufferGuestImpl {
  write(vs: number[]): void {
    assert(vs.length <= this.remain(), 'len(vs) <= self.remain()')
    const size = elem_size(this.t)
    vs.forEach((v, index) => {
      store(this.memory, v, this.t, this.ptr + index * size)
    })
    this.ptr += vs.length * size
    this.progress += vs.length
  }
}

function load(memory: MemInst, ptr: number, t: ElementType): number {
  if (t === undefined) return 0
  if (t === 'bool') return memory[ptr] === 0 ? 0 : 1
  let value = 0
  for (let index = elem_size(t) - 1; index >= 0; index--) value = value * 256 + memory[ptr + index]!
  return value
}

function store(memory: MemInst, v: number, t: ElementType, ptr: number): void {
  let rest = v
  for (let index = 0; index < elem_size(t); index++) {
    memory[ptr + index] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

/** A `store` where nothing has checked the pointer. */
export function checked_store(memory: MemInst, v: number, ptr: number): void {
  trap_if(ptr % 4 !== 0, 'unaligned pointer')
  trap_if(ptr + 4 > memory.length, 'pointer out of bounds')
  store(memory, v, 'u32', ptr)
}
