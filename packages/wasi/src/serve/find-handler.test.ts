import type { Component } from '@weft/component'
import { describe, expect, test } from 'vitest'
import { findHandler } from './find-handler.js'

/** A component, as far as its exports are looked at. */
function exporting(...names: readonly string[]): Component {
  return { exports: names.map((name) => ({ name })) } as unknown as Component
}

describe('the handler of a component', () => {
  test.each(['wasi:http/handler@0.3.0', 'wasi:http/handler@0.3.1', 'wasi:http/handler@0.3.0-rc-2026-02-09'])(
    '%s',
    (name) => {
      expect(findHandler(exporting('a', name))).toEqual({ name: `${name}#handle`, isPreview2: false })
    },
  )

  test('of WASI 0.2, if there is none of 0.3', () => {
    const older = 'wasi:http/incoming-handler@0.2.3'
    expect(findHandler(exporting(older))).toEqual({ name: `${older}#handle`, isPreview2: true })
    expect(findHandler(exporting(older, 'wasi:http/handler@0.3.0')).isPreview2).toBe(false)
  })

  test.each([
    [['wasi:cli/run@0.3.0'], 'It is a command: use weft run'],
    [['wasi:http/handler@0.4.0'], 'It exports wasi:http/handler@0.4.0'],
    [[], 'and nothing else'],
  ])('none: %j', (names, hint) => {
    expect(() => findHandler(exporting(...names))).toThrow(hint)
  })
})
