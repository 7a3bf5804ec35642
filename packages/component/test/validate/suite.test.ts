import { decodeComponent } from '@weft/wasm-binary'
import { describe, expect, it } from 'vitest'
import { validateComponent } from '../../src/validate.js'
import { isMissing, officialComponents, scriptFiles } from '../support/official-components.js'

function refusalOf(bytes: Uint8Array): string | undefined {
  try {
    validateComponent(decodeComponent(bytes))
    return undefined
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
}

describe.skipIf(isMissing)('the official components', () => {
  it.each(scriptFiles())('%s', async (file) => {
    for (const { place, bytes, message } of await officialComponents(file)) {
      const refusal = refusalOf(bytes)
      if (message === undefined) expect(refusal, place).toBeUndefined()
      else expect(refusal, place).toContain(message)
    }
  })
})
