import { describe, expect, test } from 'vitest'
import { examples } from '../src/examples.js'
import { buildGuest } from './build-guest.js'
import { exampleNamed } from './example-named.js'

const largestEmpty = 3 * 1024
const largestFilter = 10 * 1024

/** The same function in every style: it does nothing. */
const empty = {
  async: 'export async function run(): Promise<void> {}',
  blocking: 'export function run(): void {}',
  task: `import { Poll, Task } from '@weft/assemblyscript/assembly/component'
    import { returnRun } from './gen/guest'
    export class Run extends Task {
      resume(): Poll {
        returnRun()
        return Poll.Done
      }
    }`,
}

describe('sizes in bytes', () => {
  test.for(Object.entries(empty))('an empty async export, %s', async ([style, source]) => {
    const { length } = await buildGuest('export run: async func();', source)
    console.log(`empty, ${style}: ${length} bytes`)
    expect(length).toBeLessThan(largestEmpty)
  })

  test.for(examples)('$name, $style', async ({ name, style, file }) => {
    const { length } = await exampleNamed(name, file)
    console.log(`${name}, ${style}: ${length} bytes`)
    if (name === 'filter') expect(length).toBeLessThan(largestFilter)
  })
})
