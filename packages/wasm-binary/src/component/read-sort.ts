import type { ByteReader } from '@weft/core'
import type { CoreSort, Sort } from './component-types.js'
import { readOneOf } from './read-common.js'

const coreSorts: Readonly<Record<number, CoreSort>> = {
  0: 'core func',
  1: 'core table',
  2: 'core memory',
  3: 'core global',
  4: 'core tag',
  16: 'core type',
  17: 'core module',
  18: 'core instance',
}

const sorts: Readonly<Record<number, Sort | 'core'>> = {
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
