import { type Instruction, nestingChange } from '../instructions.js'

type Value =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'global'; readonly global: number }
  /** The global minus a frame size. */
  | { readonly kind: 'frame'; readonly global: number }
  /** Something plus a frame size. */
  | { readonly kind: 'sum' }

const unknown: Value = { kind: 'unknown' }

/**
 * Recognises the prologue and epilogue of compiled C in one function: `g = g - n` and later `g = … + n` with n a
 * multiple of 16, through locals or not. Follows values in straight-line code only.
 */
export class StackPattern {
  private stack: Value[] = []
  private locals = new Map<number, Value>()
  private readonly lowered = new Set<number>()
  private readonly raised = new Set<number>()

  /** The globals for which both halves were seen. */
  globals(): ReadonlySet<number> {
    return new Set([...this.lowered].filter((global) => this.raised.has(global)))
  }

  visit(instruction: Instruction): void {
    const [immediate] = instruction.immediates
    const index = immediate !== undefined && 'index' in immediate ? immediate.index : 0
    switch (instruction.name) {
      case 'global.get':
        this.stack.push({ kind: 'global', global: index })
        break
      case 'i32.const':
        this.stack.push(immediate?.kind === 'i32' ? { kind: 'constant', value: immediate.value } : unknown)
        break
      case 'local.get':
        this.stack.push(this.locals.get(index) ?? unknown)
        break
      case 'local.set':
        this.locals.set(index, this.pop())
        break
      case 'local.tee':
        this.locals.set(index, this.stack.at(-1) ?? unknown)
        break
      case 'i32.sub':
      case 'i32.add':
        this.stack.push(combine(instruction.name, this.pop(), this.pop()))
        break
      case 'global.set':
        this.assign(index, this.pop())
        break
      default:
        this.forget(instruction)
    }
  }

  private pop(): Value {
    return this.stack.pop() ?? unknown
  }

  private assign(global: number, value: Value): void {
    if (value.kind === 'frame' && value.global === global) this.lowered.add(global)
    if (value.kind === 'sum') this.raised.add(global)
  }

  private forget(instruction: Instruction): void {
    this.stack = []
    if (nestingChange(instruction) !== 0 || instruction.name === 'else') this.locals.clear()
  }
}

function combine(name: 'i32.sub' | 'i32.add', right: Value, left: Value): Value {
  if (right.kind !== 'constant' || right.value <= 0 || right.value % 16 !== 0) return unknown
  if (name === 'i32.add') return { kind: 'sum' }
  return left.kind === 'global' ? { kind: 'frame', global: left.global } : unknown
}
