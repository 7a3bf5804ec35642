import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { emitInterface } from '../scripts/emit-interface.js'
import {
  bufferAccesses,
  bufferAccessNumbers,
  coreSignature,
  device2021Kinds,
  deviceKindNumbers,
  deviceKinds,
  errnoNumbers,
  errnos,
  moduleName,
  parseWitx,
  signatures,
} from '../src/index.js'

const source = 'witx/wasi_ephemeral_parallel.witx'
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const document = parseWitx(read(source))

// The interface that guests are compiled against: these names and this order never change.
const table = {
  get_device: 'hint, out_device_ptr',
  create_buffer: 'device, size, access, out_buffer_ptr',
  write_buffer: 'data_ptr, data_len, buffer',
  read_buffer: 'buffer, data_ptr, data_len',
  parallel_exec:
    'device, kernel_ptr, kernel_len, num_iterations, block_size, in_ptr, in_len, out_ptr, out_len',
  parallel_for: 'kernel_table_index, num_iterations, block_size, in_ptr, in_len, out_ptr, out_len',
}

describe('wasi_ephemeral_parallel', () => {
  it('is one module that uses the memory of its guest', () => {
    expect(document.modules.map(({ name, memories }) => ({ name, memories }))).toEqual([
      { name: moduleName, memories: ['memory'] },
    ])
    expect(moduleName).toBe('wasi_ephemeral_parallel')
  })

  it('has the core signatures that guests import, all i32', () => {
    const functions = document.modules[0]!.functions
    const lowered = Object.fromEntries(
      functions.map((each) => [each.name, coreSignature(each, document.types)]),
    )
    const names = Object.entries(lowered).map(([name, { params }]) => [
      name,
      params.map((param) => param.name).join(', '),
    ])
    expect(Object.fromEntries(names)).toEqual(table)
    const types = Object.values(lowered).flatMap(({ params, results }) => [
      ...params.map((param) => param.type),
      results.join(),
    ])
    expect(new Set(types)).toEqual(new Set(['i32']))
    expect(signatures).toEqual(lowered)
  })

  it('explains every function, case and type', () => {
    const cases = [...document.types.values()].flatMap(({ type }) => (type.kind === 'enum' ? type.cases : []))
    const named = [
      ...document.types.values(),
      ...document.modules,
      ...document.modules[0]!.functions,
      ...cases,
    ]
    expect(named.filter((each) => each.docs === '').map((each) => each.name)).toEqual([])
  })

  it('never renumbers', () => {
    expect(errnoNumbers).toMatchInlineSnapshot(`
      {
        "access_denied": 5,
        "cancelled": 16,
        "device_lost": 17,
        "internal": 18,
        "invalid_device_kind": 1,
        "invalid_handle": 3,
        "invalid_kernel": 10,
        "invalid_size": 6,
        "invalid_table_index": 13,
        "kernel_signature": 11,
        "kernel_trap": 14,
        "limit_exceeded": 9,
        "no_device": 2,
        "out_of_bounds": 7,
        "out_of_memory": 8,
        "success": 0,
        "timed_out": 15,
        "unsupported_kernel": 12,
        "wrong_device": 4,
      }
    `)
    expect(deviceKindNumbers).toMatchInlineSnapshot(`
      {
        "cpu": 1,
        "discrete_gpu": 2,
        "integrated_gpu": 3,
        "sequential": 0,
      }
    `)
    expect(bufferAccessNumbers).toMatchInlineSnapshot(`
      {
        "read": 0,
        "read_write": 2,
        "write": 1,
      }
    `)
    expect(device2021Kinds).toEqual(['cpu', 'discrete_gpu', 'integrated_gpu'])
  })

  it.each([
    [errnos, errnoNumbers],
    [deviceKinds, deviceKindNumbers],
    [bufferAccesses, bufferAccessNumbers],
  ])('lists names at their numbers', (names, numbers) => {
    expect(Object.fromEntries(names.map((name, number) => [name, number]))).toEqual(numbers)
  })
})

describe('generate', () => {
  it('wrote the file that is there', () => {
    expect(read('src/generated/wasi-ephemeral-parallel.ts')).toBe(emitInterface(document, source))
  })
})
