import { expect, test } from 'vitest'
import { deviceInfoOf, listAdapters } from './adapters.js'

const limits = {
  maxBufferSize: 2 ** 32,
  maxStorageBufferBindingSize: 2 ** 31,
  maxComputeInvocationsPerWorkgroup: 1024,
  maxComputeWorkgroupSizeX: 1024,
} as GPUSupportedLimits

function adapter(
  vendor: string,
  architecture: string,
  description = '',
  isFallbackAdapter = false,
): GPUAdapterInfo {
  const subgroups = { subgroupMinSize: 32, subgroupMaxSize: 32 }
  return { vendor, architecture, description, device: '', isFallbackAdapter, ...subgroups } as GPUAdapterInfo
}

test.each([
  [adapter('nvidia', 'hopper', 'NVIDIA H200'), 'discrete_gpu', 'nvidia hopper NVIDIA H200'],
  [adapter('intel', 'gen-9'), 'integrated_gpu', 'intel gen-9'],
  [adapter('intel', 'xe-hpg'), 'discrete_gpu', 'intel xe-hpg'],
  [adapter('amd', 'rdna-3'), 'discrete_gpu', 'amd rdna-3'],
  [adapter('apple', 'common-3'), 'integrated_gpu', 'apple common-3'],
  [adapter('google', 'swiftshader'), 'integrated_gpu', 'google swiftshader (software)'],
  [adapter('mesa', '', 'llvmpipe (LLVM 17)'), 'integrated_gpu', 'mesa llvmpipe (LLVM 17) (software)'],
  [adapter('someone', 'new', '', true), 'integrated_gpu', 'someone new (software)'],
  [adapter('', ''), 'integrated_gpu', 'GPU without a name'],
])('kind and name of %o', (info, kind, name) => {
  expect(deviceInfoOf(info, limits)).toMatchObject({ backend: 'webgpu', kind, name })
})

test('the address space of a large adapter leaves room for static data and stacks', () => {
  const { limits: device } = deviceInfoOf(adapter('nvidia', ''), {
    ...limits,
    maxStorageBufferBindingSize: 2 ** 32 - 4,
  })
  expect(device.maximumStaticBytes).toBe(2 ** 28)
  expect(device.maximumBufferBytes).toBe(2 ** 32 - 2 ** 16 - 2 ** 28 - 2 ** 26)
})

function gpuWith(byPreference: Record<string, GPUAdapterInfo | undefined>): GPU {
  const requestAdapter = async ({ powerPreference }: GPURequestAdapterOptions = {}) => {
    const info = byPreference[powerPreference ?? '']
    return info === undefined ? null : { info, limits }
  }
  return { requestAdapter } as unknown as GPU
}

test('adapters that are the same are listed once; of two, the one that saves power is integrated', async () => {
  const [card, chip] = [adapter('amd', 'rdna-3'), adapter('amd', 'gcn-5')]
  const both = await listAdapters(gpuWith({ 'high-performance': card, 'low-power': chip }), undefined)
  expect(both.map(({ info }) => [info.name, info.kind])).toEqual([
    ['amd rdna-3', 'discrete_gpu'],
    ['amd gcn-5', 'integrated_gpu'],
  ])
  const one = await listAdapters(gpuWith({ 'high-performance': card, 'low-power': card }), undefined)
  expect(one.map(({ info }) => info.name)).toEqual(['amd rdna-3'])
  expect(await listAdapters(gpuWith({}), undefined)).toEqual([])
  const asked = await listAdapters(gpuWith({ 'low-power': chip }), { powerPreference: 'low-power' })
  expect(asked).toMatchObject([{ request: { powerPreference: 'low-power' } }])
})
