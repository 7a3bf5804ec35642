import type { ByteReader } from '@weft/core'
import type { CoreSort, Sort } from './component-types.js'
import { readOneOf } from './read-common.js'

// biome-ignore-start lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal
export const coreSorts: Readonly<Record<number, CoreSort>> = {
  0x00: 'core func',
  0x01: 'core table',
  0x02: 'core memory',
  0x03: 'core global',
  0x04: 'core tag',
  0x10: 'core type',
  0x11: 'core module',
  0x12: 'core instance',
}
// biome-ignore-end lint/complexity/useSimpleNumberKeys: the specification writes codes in hexadecimal

export const sorts: Readonly<Record<number, Sort | 'core'>> = {
  0: 'core',
  1: 'func',
  2: 'value',
  3: 'type',
  4: 'component',
  5: 'instance',
}

export function readCoreSort(reader: ByteReader): CoreSort {
  return readOneOf(reader, coreSorts, 'core sort')
}

export function readSort(reader: ByteReader): Sort {
  const sort = readOneOf(reader, sorts, 'sort')
  return sort === 'core' ? readCoreSort(reader) : sort
}
