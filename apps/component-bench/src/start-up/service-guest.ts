import { readFile } from 'node:fs/promises'
import { componentEmbed, componentNew, parse, print } from '@bytecodealliance/jco-transpile/wasm-tools'
import { WeftError } from '@weft/core'
import type { Guest } from '../guest.js'
import { appPath } from '../paths.js'

/** Makes a component of about 0.4 MB. */
const functionCount = 1600
const dataBytes = 60_000
/** What its `answer` gives: of no meaning, but it comes from running its code over its data. */
export const serviceAnswer = 1197374630
const marker = 'start 000000'

/**
 * A component with the interfaces of guests/start-up.wit, 75 imported functions and 0.4 MB of code and data, as
 * wit-component makes them. Its `answer` runs through a part of the code.
 */
export async function buildServiceGuest(): Promise<Guest> {
  const witSource = await readFile(appPath('guests/start-up.wit'), 'utf8')
  const skeleton = await componentEmbed({ witSource, world: 'service', dummy: true })
  const module = await parse(fill(await print(skeleton)))
  return { name: 'start-up', bytes: Uint8Array.from(await componentNew(module)) }
}

/** The same component with other bytes in its data, or the engine would find its compiled code in a cache. */
export function withStart(guest: Guest, start: number): Guest {
  const bytes = guest.bytes.slice()
  const at = Buffer.from(bytes.buffer).indexOf(marker)
  if (at < 0) throw new WeftError('wrong-guest', 'the marker is not in the component')
  new TextEncoder().encodeInto(`start ${String(start).padStart(6, '0')}`, bytes.subarray(at))
  return { name: guest.name, bytes }
}

/** Puts code and data into a module whose functions do nothing yet. */
function fill(skeleton: string): string {
  const answer = /control@1\|answer" \(func (\d+)\)/.exec(skeleton)?.[1]
  const functions = Array.from({ length: functionCount }, (_, index) => workFunction(index)).join('')
  const data = `(data (i32.const 1024) "${marker}${'\\00\\2a\\ff\\07'.repeat(dataBytes / 4)}")`
  const custom = skeleton.indexOf('(@custom "component-type"')
  const filled = skeleton.slice(0, custom) + functions + data + skeleton.slice(custom)
  return filled
    .replace(/\(memory \(;0;\) 0\)/, '(memory (;0;) 2)')
    .replace(
      new RegExp(`(\\(func \\(;${answer};\\) [^\\n]*)\\n\\s*unreachable`),
      '$1 (call $work0 (i32.const 1))',
    )
}

/** Loops over memory, and calls another of its kind now and then. No two are the same. */
function workFunction(index: number): string {
  const next = index + 1 + ((index * 7) % 40)
  const call = next < functionCount ? `(call $work${next} (local.get $sum))` : '(local.get $sum)'
  return `
  (func $work${index} (param $x i32) (result i32)
    (local $sum i32) (local $i i32) (local $p i32) (local $wide i64) (local $real f64)
    (local.set $p (i32.add (i32.and (local.get $x) (i32.const ${1023 + index * 16})) (i32.const ${1024 + index})))
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (local.get $i) (i32.const ${2 + (index % 5)})))
        (local.set $sum
          (i32.add
            (i32.mul (local.get $sum) (i32.const ${31 + 2 * index}))
            (i32.xor (i32.load offset=${4 * (index % 900)} (local.get $p)) (i32.rotl (local.get $x) (local.get $i)))))
        (local.set $wide
          (i64.add (i64.extend_i32_u (local.get $sum)) (i64.mul (local.get $wide) (i64.const ${index * 65_537}))))
        (if (i32.and (local.get $sum) (i32.const ${1 << (index % 12)}))
          (then (i32.store offset=${70_000 + 8 * index} (i32.const 0) (i32.wrap_i64 (local.get $wide))))
          (else
            (local.set $real (f64.add (local.get $real) (f64.convert_i32_s (local.get $sum))))
            (f64.store offset=${70_000 + 8 * index} (i32.const 0) (f64.sqrt (f64.abs (local.get $real))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (local.set $p (i32.add (local.get $p) (i32.const 4)))
        (br $again)))
    (select
      (local.get $sum)
      (i32.add (local.get $sum) ${call})
      (i32.eq (local.get $sum) (i32.const ${index}))))
`
}
