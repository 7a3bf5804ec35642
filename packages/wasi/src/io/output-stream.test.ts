import { TrapError } from '@weft/core'
import { expect, test } from 'vitest'
import { BytePipe } from '../host/byte-pipe.js'
import { nowhere, roomBytes } from '../host/byte-sink.js'
import { OutputStream } from './output-stream.js'

test('more zeroes than there is ever room for are a trap', () => {
  const output = new OutputStream(nowhere)
  output.writeZeroes(BigInt(roomBytes))
  output.checkWrite()
  expect(() => output.writeZeroes(BigInt(roomBytes) + 1n)).toThrow(TrapError)
  expect(() => output.blockingWriteZeroesAndFlush(2n ** 62n)).toThrow(TrapError)
})

test('who writes more than check-write permitted, and does not wait, traps', async () => {
  const pipe = new BytePipe()
  const output = new OutputStream(pipe)
  const half = new Uint8Array(roomBytes / 2)
  output.write(half)
  expect(output.checkWrite()).toBe(BigInt(roomBytes / 2))
  output.write(half)
  expect(output.checkWrite()).toBe(0n)
  expect(() => output.write(new Uint8Array(1))).toThrow(TrapError)
  await pipe.next()
  await pipe.next()
  expect(output.checkWrite()).toBe(BigInt(roomBytes))
  output.write(half)
})

test('who waits until all is flushed need not ask', () => {
  const output = new OutputStream(nowhere)
  const whole = new Uint8Array(roomBytes)
  for (let round = 0; round < 3; round++) {
    output.write(whole)
    output.blockingFlush()
  }
  output.blockingWriteAndFlush(whole)
  output.write(whole)
  expect(() => output.write(whole)).toThrow(TrapError)
})
