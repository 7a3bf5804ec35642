import { expect } from 'vitest'
import { unexplainedFailures } from '../src/index.js'
import { suiteScripts, testSuite } from './support/suite.js'

const scripts = suiteScripts()
const reasons = [/^recursion: /]

testSuite('strict gpu', scripts, { reasons })

const inexact = ['f32.wast', 'f32_bitwise.wast', 'f32_cmp.wast', 'conversions.wast', 'simd_f32x4.wast']
const present = scripts.filter((name) => inexact.includes(name))
testSuite('fast gpu', present, { reasons, float: 'fast' }, (report) =>
  expect(unexplainedFailures(report)).toBe(0),
)
