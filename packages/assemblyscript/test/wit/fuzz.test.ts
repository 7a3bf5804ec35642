import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadWorldFromText } from '../../src/wit/load-world.js'
import { readPackages } from '../../src/wit/read-files.js'
import { WitError } from '../../src/wit/wit-error.js'
import { tokenize } from '../../src/wit/wit-tokens.js'
import type { WitFile } from '../../src/wit/world.js'

// The environment can ask for more; the numbers below are what every test run does.
const cases = Number(process.env.WEFT_FUZZ_CASES ?? 500)
const seed = Number(process.env.WEFT_FUZZ_SEED ?? 20_261_129)
const worlds = ['command', 'imports', 'imports', 'service', 'imports', 'imports']
const folder = fileURLToPath(new URL('../../wit/wasi', import.meta.url))
const packages = (await readPackages(folder)).map((files, index) => ({ files, world: worlds[index]! }))
const tokens = packages.flatMap(({ files }) => files.flatMap(tokenize)).map(({ text }) => text)

/** Where in the text, as a part of it; how much of it goes; and what comes instead. */
const edit = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.oneof(fc.constant(0), fc.nat(20), fc.constant(Number.POSITIVE_INFINITY)),
  fc.oneof(fc.constantFrom(...tokens), fc.constantFrom(...' /*%-{}<>.;'), fc.string({ maxLength: 3 })),
)
const editsOf = fc.tuple(
  fc.constantFrom(...packages),
  fc.nat(),
  fc.array(edit, { minLength: 1, maxLength: 3 }),
)
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function apply({ path, text }: WitFile, edits: readonly Edit[]): WitFile {
  return {
    path,
    text: edits.reduce((before, [part, removed, inserted]) => {
      const start = Math.floor(part * before.length)
      return before.slice(0, start) + inserted + before.slice(start + removed)
    }, text),
  }
}

test('whatever is done to WASI, it is loaded or refused with a place', async () => {
  const found = { loaded: 0, refused: 0 }
  const property = fc.asyncProperty(editsOf, async ([{ files, world }, which, edits]) => {
    const edited = files.map((file, index) => (index === which % files.length ? apply(file, edits) : file))
    try {
      await loadWorldFromText(edited, world)
      found.loaded++
    } catch (error) {
      if (!(error instanceof WitError)) throw error
      expect(error.file).toBeDefined()
      // wasm-tools that has crashed once does not recover.
      expect(error.message).not.toMatch(/crashed|not understood/)
      found.refused++
    }
  })
  await fc.assert(property, { numRuns: cases, seed })
  expect(found.loaded).toBeGreaterThan(0)
  expect(found.refused).toBeGreaterThan(0)
})
