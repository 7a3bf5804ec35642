import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGuest } from '@weft/assemblyscript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sequential } from '../src/devices.js'
import { findKernel, toleranceOf } from '../src/kernels.js'
import { appPath } from '../src/paths.js'
import { openGuest } from '../src/program.js'

/** One mistake for each way in which a kernel's loops are written. */
const mistakes: Record<string, { file?: string; changes: readonly (readonly [string, string])[] }> = {
  nstream: {
    changes: [
      ['b[i] + s * c[i]', 'b[i] - s * c[i]'],
      // A sum with the wrong sign would not do: PRK looks at absolute values.
      ['v128.mul<T>(scale, c)', 'v128.add<T>(scale, c)'],
      ['v128.relaxed_madd<T>(scale, c, b)', 'v128.relaxed_madd<T>(c, c, b)'],
    ],
  },
  transpose: {
    changes: [
      ['b[to] += a[from]', 'b[to] += a[to]'],
      ['v128.shuffle<f64>(a0, a1, 1, 3)', 'v128.shuffle<f64>(a0, a1, 0, 3)'],
      ['v128.shuffle<f64>(high01, high23, 1, 3)', 'v128.shuffle<f64>(high01, high01, 1, 3)'],
    ],
  },
  stencil: {
    changes: [
      ['source[at + 2] * <T>0.125', 'source[at + 2] * <T>0.25'],
      ['v128.splat<T>(<T>0.125), far', 'v128.splat<T>(<T>0.25), far'],
    ],
  },
  dgemm: {
    changes: [['kt < n; kt += tile', 'kt + tile < n; kt += tile']],
  },
  'dgemm by elements': { file: 'dgemm', changes: [['b[k * n + column]', 'b[column]']] },
  'dgemm with panels': {
    file: 'dgemm-panels',
    changes: [
      ['c10 = addProduct<T>(c10, x, b0)', 'c10 = addProduct<T>(c00, x, b0)'],
      ['c50 = addProductFused<T>(c50, x, b0)', 'c50 = addProductFused<T>(c40, x, b0)'],
    ],
  },
  sparse: { changes: [['x[row] += <f64>row + 1', 'x[row] += <f64>row']] },
  reduce: { changes: [['rank = 1; rank < ranks', 'rank = 2; rank < ranks']] },
  p2p: { changes: [['above - aboveLeft + left', 'above + aboveLeft - left']] },
}

/** The variants that a mistake is in. */
function isConcerned(name: string, style: string): boolean {
  if (name === 'dgemm') return style === 'scalar'
  if (name === 'dgemm by elements') return style === 'element'
  return name !== 'dgemm with panels' || style.endsWith('simd')
}

describe('a wrong kernel', () => {
  let folder = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weft-prk-'))
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function buildWrongGuest(name: string): Promise<Uint8Array> {
    const kernelName = name.split(' ')[0]!
    const { file = kernelName, changes } = mistakes[name]!
    const sources = join(folder, name)
    await cp(appPath('assembly'), sources, { recursive: true })
    let text = await readFile(join(sources, `${file}.ts`), 'utf8')
    for (const [right, wrong] of changes) {
      expect(text).toContain(right)
      text = text.replaceAll(right, wrong)
    }
    await writeFile(join(sources, `${file}.ts`), text)
    return (await buildGuest({ entry: join(sources, `${kernelName}.ts`) })).wasm
  }

  it.each(Object.keys(mistakes))('fails the check: %s', async (name) => {
    const wasm = await buildWrongGuest(name)
    const kernel = findKernel(name.split(' ')[0]!)
    await using parallel = await sequential.open()
    for (const variant of kernel.variants.filter(({ style }) => isConcerned(name, style))) {
      await using program = await openGuest(parallel, wasm, variant, kernel.problems.small)
      for (let step = 0; step < 3; step++) program.step()
      expect(program.check(3)).not.toBeLessThan(toleranceOf(variant.element))
    }
  })
})
