import { TrapError } from '@weft/core'
import { expect, test } from 'vitest'
import { nowhere, roomBytes } from '../host/byte-sink.js'
import { OutputStream } from './output-stream.js'

test('more zeroes than there is ever room for are a trap', () => {
  const output = new OutputStream(nowhere)
  output.writeZeroes(BigInt(roomBytes))
  expect(() => output.writeZeroes(BigInt(roomBytes) + 1n)).toThrow(TrapError)
  expect(() => output.blockingWriteZeroesAndFlush(2n ** 62n)).toThrow(TrapError)
})
