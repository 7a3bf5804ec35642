import type { NumericType } from '@weft/wasm-binary'
import { CodeWriter } from './code-writer.js'
import type { ModuleBuilder } from './module-builder.js'

/** Where denormals of 32-bit floats become zeros: WGSL allows either, both or none, operation by operation. */
export interface FlushMode {
  readonly operands: boolean
  readonly results: boolean
}

interface FloatOperation {
  readonly parameters: readonly NumericType[]
  readonly result: NumericType
}

const binary = /^f32(x4)?\.(add|sub|mul|div|min|max|pmin|pmax|relaxed_min|relaxed_max)$/
const unary = /^f32(x4)?\.(sqrt|ceil|floor|trunc|nearest)$/
const compare = /^f32(x4)?\.(eq|ne|lt|gt|le|ge)$/
const others: Readonly<Record<string, FloatOperation>> = {
  'f32.demote_f64': { parameters: ['f64'], result: 'f32' },
  'f64.promote_f32': { parameters: ['f32'], result: 'f64' },
  'f32x4.demote_f64x2_zero': { parameters: ['v128'], result: 'v128' },
  'f64x2.promote_low_f32x4': { parameters: ['v128'], result: 'v128' },
  'f32x4.relaxed_madd': { parameters: ['v128', 'v128', 'v128'], result: 'v128' },
  'f32x4.relaxed_nmadd': { parameters: ['v128', 'v128', 'v128'], result: 'v128' },
}

function floatOperation(name: string): FloatOperation | undefined {
  const type = name.startsWith('f32x4') ? 'v128' : 'f32'
  if (binary.test(name)) return { parameters: [type, type], result: type }
  if (unary.test(name)) return { parameters: [type], result: type }
  if (compare.test(name)) return { parameters: [type, type], result: type === 'f32' ? 'i32' : 'v128' }
  return others[name]
}

/** Functions that stand for operations on 32-bit floats, and flush denormals around them. */
export class FlushHelpers {
  private readonly functions = new Map<string, number>()
  private readonly builder: ModuleBuilder
  private readonly mode: FlushMode

  constructor(builder: ModuleBuilder, mode: FlushMode) {
    this.builder = builder
    this.mode = mode
  }

  /** The function that does what an instruction does; undefined for one that has no part in it. */
  operation(name: string): number | undefined {
    const known = this.functions.get(name)
    const operation = floatOperation(name)
    if (known !== undefined || operation === undefined) return known
    const index = this.write(name, operation)
    this.functions.set(name, index)
    return index
  }

  private write(name: string, { parameters, result }: FloatOperation): number {
    const code = new CodeWriter()
    for (const [index, type] of parameters.entries()) {
      code.at('local.get', 'local', index)
      if (this.mode.operands && hasFloats(name, type)) this.flush(code, type)
    }
    code.op(name)
    if (this.mode.results && hasFloats(name, result)) this.flush(code, result)
    return this.builder.function(parameters, [result], code.end())
  }

  private flush(code: CodeWriter, type: NumericType): void {
    const known = this.functions.get(`flush ${type}`)
    const write = type === 'v128' ? flushVector : flushScalar
    const index = known ?? this.builder.function([type], [type], write())
    this.functions.set(`flush ${type}`, index)
    code.at('call', 'function', index)
  }
}

/** True if a value of the type is 32-bit floats in this operation; a comparison of vectors gives masks. */
function hasFloats(name: string, type: NumericType): boolean {
  return type === 'f32' || (type === 'v128' && !compare.test(name) && !name.startsWith('f64x2'))
}

const exponentBits = 0x7f80_0000
const signBits = 0x8000_0000

function flushScalar(): Uint8Array {
  const code = new CodeWriter()
  code.at('local.get', 'local', 0)
  code.i32(0).op('f32.reinterpret_i32').at('local.get', 'local', 0).op('f32.copysign')
  code.at('local.get', 'local', 0).op('i32.reinterpret_f32').i32(exponentBits).op('i32.and')
  return code.op('select').end()
}

function flushVector(): Uint8Array {
  const code = new CodeWriter()
  code.at('local.get', 'local', 0)
  code.at('local.get', 'local', 0).i32(signBits).op('i32x4.splat').op('v128.and')
  code.at('local.get', 'local', 0).i32(exponentBits).op('i32x4.splat').op('v128.and')
  code.i32(0).op('i32x4.splat').op('i32x4.ne')
  return code.op('v128.bitselect').end()
}
