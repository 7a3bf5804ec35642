import { readKernel } from '@weft/wasm-binary'
import { expect, test } from 'vitest'
import { compileKernel } from '../src/compile-kernel.js'
import type { CompileOptions } from '../src/compiled-kernel.js'
import { assemble } from './run-kernel.js'

/** The WGSL of the kernel's own function. */
async function shaderOf(text: string, options?: CompileOptions): Promise<string> {
  const kernel = readKernel(await assemble(`(module (import "" "memory" (memory 1 65536 shared)) ${text})`))
  const { wgsl, sourceMap } = compileKernel(kernel, options)
  const start = sourceMap.findIndex(({ functionName }) => functionName === 'kernel')
  const [from, to] = [sourceMap[start]!.line, sourceMap[start + 1]!.line]
  return `\n${wgsl
    .split('\n')
    .slice(from - 1, to - 1)
    .join('\n')}\n`
}

test('an element of a stream', async () => {
  const kernel = `(func $kernel (export "kernel") (param $i i32) (param i32 i32)
    (param $in i32) (param i32) (param $out i32) (param i32)
    (local.set $i (i32.shl (local.get $i) (i32.const 2)))
    (f32.store (i32.add (local.get $out) (local.get $i))
      (f32.mul (f32.load (i32.add (local.get $in) (local.get $i))) (f32.const 3))))`
  expect(await shaderOf(kernel)).toMatchInlineSnapshot(`
    "
    fn function_0(p0: u32, p3: u32, p5: u32) {
      var l0 = p0;
      let first1 = parameters[14];
      let last1 = parameters[15];
      let first2 = parameters[18];
      let last2 = parameters[19];
      let w0 = (l0 & 0x3fffffffu);
      l0 = (l0 * 4u);
      store_words1_in(first2, last2, w0, 0u, bitcast<u32>((bitcast<f32>(load_words1_in(first1, last1, w0, 0u)) * 3f)));
    }
    "
  `)
  expect(await shaderOf(kernel, { float: 'strict' })).toMatchInlineSnapshot(`
    "
    fn function_0(p0: u32, p3: u32, p5: u32) {
      var l0 = p0;
      let first1 = parameters[14];
      let last1 = parameters[15];
      let first2 = parameters[18];
      let last2 = parameters[19];
      let w0 = (l0 & 0x3fffffffu);
      l0 = (l0 * 4u);
      store_words1_in(first2, last2, w0, 0u, f32_mul(load_words1_in(first1, last1, w0, 0u), 0x40400000u));
    }
    "
  `)
})

test('a loop over a row', async () => {
  const kernel = `(func $kernel (export "kernel") (param $row i32) (param i32 i32)
    (param $in i32) (param $bytes i32) (param $out i32) (param i32) (local $sum i32) (local $at i32)
    (block $done (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $bytes)))
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $in) (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next)))
    (i32.store (i32.add (local.get $out) (i32.mul (local.get $row) (i32.const 4))) (local.get $sum)))`
  expect(await shaderOf(kernel)).toMatchInlineSnapshot(`
    "
    fn function_0(p0: u32, p3: u32, p4: u32, p5: u32) {
      var l7: u32;
      var l8: u32;
      let first2 = parameters[18];
      let last2 = parameters[19];
      var spent3 = true;
      for (var n0 = 0i; n0 < 1073741824; n0++) {
        if ((l8 >= p4) | (i32(stopped) < 0)) {
          spent3 = false; break;
        }
        l7 = (l7 + load8(place_in1(l8, 0u, 1u)));
        l8 = (l8 + 1u);
      }
      if (spent3) { out_of_fuel(1u); return; }
      store_words1_in(first2, last2, p0, 0u, l7);
    }
    "
  `)
})

test('no function is called like a type of WGSL', async () => {
  const many = Array.from({ length: 40 }, (_, k) => `(func $g${k} (result i32) (i32.const ${k}))`).join(' ')
  const calls = Array.from({ length: 40 }, (_, k) => `(drop (call $g${k}))`).join(' ')
  const kernel = `${many} (func $kernel (export "kernel") (param i32 i32 i32) ${calls})`
  expect(await shaderOf(kernel)).not.toMatch(/\b[fiu](16|32)\(\)/)
})

test('the same kernel gives the same text, and its options tell', async () => {
  const kernel = '(func $kernel (export "kernel") (param i32 i32 i32) (loop (br 0)))'
  expect(await shaderOf(kernel)).toBe(await shaderOf(kernel))
  expect(await shaderOf(kernel)).toContain('< 1073741824;')
  expect(await shaderOf(kernel, { fuel: 5 })).toContain('< 5;')
})
