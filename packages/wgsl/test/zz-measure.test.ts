import { test } from 'vitest'
import { vectorLowerings } from '../src/instructions/vector-lowerings.js'
import { float32Helpers } from '../src/runtime/float32.js'
import { integer32Helpers } from '../src/runtime/integer32.js'
import { integer64Helpers } from '../src/runtime/integer64.js'
import { vectorHelpers } from '../src/runtime/v128-helpers.js'
import { evaluationShader } from './evaluation-shader.js'
import { createPipeline, openDevice } from './open-device.js'
import { immediatesOf } from './vector-cases.js'

const helpers = { ...integer32Helpers, ...integer64Helpers, ...float32Helpers, ...vectorHelpers }
const device = await openDevice()
test('x', async () => {
  const l = vectorLowerings('strict')
  const names = Object.keys(l).filter(
    (n) => /^(i8x16|i32x4|i16x8)\./.test(n) && !n.includes('f64x2') && !n.includes('f32x4'),
  )
  const time = async (what: string, list: [string, number][]) => {
    const inputs = list.map(([name, i]) => ({
      name,
      lowering: l[name]!,
      immediates: immediatesOf(name).at(i)!,
    }))
    const t = process.cpuUsage()
    const w = performance.now()
    await createPipeline(device, evaluationShader(inputs, helpers, 'strict'))
    const u = process.cpuUsage(t)
    console.log(
      what,
      list.length,
      ((u.user + u.system) / 1000) | 0,
      'cpu ms',
      (performance.now() - w) | 0,
      'ms',
    )
  }
  await time('warm', [['i8x16.add', 0]])
  await time('add', [['i8x16.add', 0]])
  await time('swizzle', [['i8x16.swizzle', 0]])
  await time('shuffle1', [['i8x16.shuffle', -13]])
  await time(
    'shuffle10',
    Array.from({ length: 10 }, (_, i) => ['i8x16.shuffle', -9 - i] as [string, number]),
  )
  await time(
    'shuffle20',
    Array.from({ length: 20 }, (_, i) => ['i8x16.shuffle', -9 - i] as [string, number]),
  )
  for (const s of ['i8x16', 'i16x8', 'i32x4'])
    await time(
      s,
      names.filter((n) => n.startsWith(s) && !/shuffle|lane/.test(n)).map((n) => [n, 0]),
    )
  for (const n of names.filter((n) => n.startsWith('i16x8') && !/shuffle|lane/.test(n)))
    await time(n, [[n, 0]])
}, 200000)
