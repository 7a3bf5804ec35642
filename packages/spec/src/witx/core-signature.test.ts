import { describe, expect, it } from 'vitest'
import { coreSignature } from './core-signature.js'
import { parseWitx } from './parse-witx.js'

const types = `
  (typename $errno (enum (@witx tag u16) $success $bad))
  (typename $size u32)
  (typename $pair (record (field $a u8) (field $b u64)))
  (typename $some (expected $size (error $errno)))
  (typename $wide (flags (@witx repr u64) $a))`

function lower(parameters: string) {
  const document = parseWitx(`${types} (module $m\n(@interface func (export "f") ${parameters}))`)
  return coreSignature(document.modules[0]!.functions[0]!, document.types)
}

/** `(names: types) -> results`. */
function shape(parameters: string): string {
  const { params, results } = lower(parameters)
  return `(${params.map(({ name, type }) => `${name}: ${type}`).join(', ')}) -> ${results.join(', ') || 'nothing'}`
}

describe('coreSignature', () => {
  it.each([
    ['', '() -> nothing'],
    ['(param $p s8) (result $r u8)', '(p: i32) -> i32'],
    ['(param $p u64) (result $r s64)', '(p: i64) -> i64'],
    ['(param $p f32) (param $q f64) (result $r f32)', '(p: f32, q: f64) -> f32'],
    ['(param $p $wide) (result $r $wide)', '(p: i64) -> i64'],
    ['(param $p $errno)', '(p: i32) -> nothing'],
    ['(param $p (handle)) (result $r (handle))', '(p: i32) -> i32'],
    [
      '(param $p (list $pair)) (param $q string)',
      '(p_ptr: i32, p_len: i32, q_ptr: i32, q_len: i32) -> nothing',
    ],
    ['(param $p $pair)', '(p_ptr: i32) -> nothing'],
    ['(param $p (@witx pointer u8)) (result $r (@witx const_pointer u8))', '(p: i32) -> i32'],
    ['(param $p u8) (result $r (expected (error $errno)))', '(p: i32) -> i32'],
    ['(param $p u8) (result $r (expected $pair (error $errno)))', '(p: i32, out_pair_ptr: i32) -> i32'],
    ['(result $r $some)', '(out_size_ptr: i32) -> i32'],
    [
      '(result $r (expected (tuple $size $pair $size) (error $errno)))',
      '(out_size_ptr: i32, out_pair_ptr: i32, out_size_2_ptr: i32) -> i32',
    ],
  ])('lowers %j', (parameters, expected) => {
    expect(shape(parameters)).toBe(expected)
  })

  it('says what pointers point to', () => {
    const { params } = lower('(param $p (list $pair)) (param $q (@witx pointer u16)) (result $r $some)')
    expect(params.map((param) => param.pointsTo)).toEqual([
      { sizeBytes: 16, alignmentBytes: 8, access: 'read', countedBy: 'p_len' },
      undefined,
      { sizeBytes: 2, alignmentBytes: 2, access: 'write' },
      { sizeBytes: 4, alignmentBytes: 4, access: 'write' },
    ])
  })

  it.each([
    ['(result $r $pair)', 'no lowering as a result'],
    ['(result $r (list u8))', 'no lowering as a result'],
    ['(result $r $errno)', 'no lowering as a result'],
    ['(result $r (expected f32 (error $errno)))', 'needs named types'],
    ['(result $r (expected (error f32)))', 'must be an enum'],
    ['(result $r (expected (error)))', 'must be an enum'],
  ])('refuses %j with the place', (parameters, message) => {
    const problem = { message: expect.stringContaining(message), token: '$r', line: 7, column: 39 }
    expect(() => lower(parameters)).toThrow(expect.objectContaining(problem))
  })

  it('refuses two results', () => {
    expect(() => lower('(result $r u8) (result $s u8)')).toThrow('at most one result, at "$s"')
  })
})
