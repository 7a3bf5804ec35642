import { countKernel } from '../../generated/contract-kernels.js'
import type { ContractCase } from '../contract-case.js'
import { expectEqual, expectError, expectTrue } from '../expect.js'

export const backendCases: readonly ContractCase[] = [
  {
    name: 'backend: interface version and name',
    async run({ backend, info }) {
      expectEqual(backend.interfaceVersion, 'v1', 'interfaceVersion')
      expectTrue(
        /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(backend.name),
        `name "${backend.name}" is not kebab-case`,
      )
      expectEqual(info.backend, backend.name, 'info.backend of its device')
    },
  },
  {
    name: 'backend: probe gives the same answer twice',
    async run({ backend }) {
      const first = await backend.probe()
      const second = await backend.probe()
      expectEqual(JSON.stringify(second), JSON.stringify(first), 'the second answer of probe')
    },
  },
  {
    name: 'backend: the opened device is the one that was probed',
    async run({ info, device }) {
      expectEqual(device.info.kind, info.kind, 'kind')
      expectEqual(device.info.name, info.name, 'name')
    },
  },
  {
    name: 'backend: limits are usable',
    async run({ info: { limits } }) {
      expectTrue(limits.maximumBufferBytes >= 2 ** 20, 'maximumBufferBytes is less than 1 MiB')
      expectTrue(limits.maximumStaticBytes >= 2 ** 16, 'maximumStaticBytes is less than 64 KiB')
      expectTrue(Number.isInteger(limits.parallelism), 'parallelism is no integer')
      expectTrue(limits.parallelism >= 1, 'parallelism is less than 1')
    },
  },
  {
    name: 'device: synchronous calls never return a promise',
    requires: 'supportsSynchronousCalls',
    async run(context) {
      const { device } = context
      const buffer = context.empty(4)
      expectTrue(!isPromise(device.write(buffer, new Uint8Array(4))), 'write returned a promise')
      expectTrue(!isPromise(device.read(buffer, new Uint8Array(4))), 'read returned a promise')
      const kernel = device.prepare(countKernel)
      expectTrue(!isPromise(kernel), 'prepare returned a promise')
      const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [buffer] }
      expectTrue(!isPromise(device.exec(call)), 'exec returned a promise')
      kernel.release()
    },
  },
  {
    name: 'device: after it is closed every use is an error, and closing twice is harmless',
    async run(context) {
      const device = await context.openAnother()
      const buffer = device.createBuffer(4, 'read_write')
      const kernel = await device.prepare(countKernel)
      await device[Symbol.asyncDispose]()
      await device[Symbol.asyncDispose]()
      const call = { kernel, iterations: 1, blockSize: 1, inBuffers: [], outBuffers: [buffer] }
      await expectError(() => device.createBuffer(4, 'read_write'), 'createBuffer', 'device-lost')
      await expectError(() => device.write(buffer, new Uint8Array(4)), 'write', 'device-lost')
      await expectError(() => device.read(buffer, new Uint8Array(4)), 'read', 'device-lost')
      await expectError(() => device.prepare(countKernel), 'prepare', 'device-lost')
      await expectError(() => device.exec(call), 'exec', 'device-lost')
      buffer.free()
      kernel.release()
    },
  },
]

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}
