import { setTimeout as sleep } from 'node:timers/promises'
import { KernelTrapError } from '@weft/core'
import type { Backend, Device, DeviceInfo, ExecReport, KernelCall } from '../src/index.js'
import { createSequentialBackend } from '../src/index.js'

export interface BrokenBackend {
  readonly flaw: string
  readonly backend: Backend
  /** Cases that must find the flaw. */
  readonly failing: readonly string[]
}

type Overrides = (device: Device) => Partial<Device>

function broken(
  flaw: string,
  failing: readonly string[],
  overrides: Overrides,
  claims: Partial<DeviceInfo> = {},
): BrokenBackend {
  const good = createSequentialBackend()
  const backend: Backend = {
    ...good,
    async probe() {
      const { devices, reasons } = await good.probe()
      return { devices: devices.map((info) => ({ ...info, ...claims })), reasons }
    },
    async open(info) {
      const device = await good.open(info)
      return { ...plainDevice(device), info, ...overrides(device) }
    },
  }
  return { flaw, backend, failing }
}

function plainDevice(device: Device): Device {
  return {
    info: device.info,
    createBuffer: (sizeBytes, access) => device.createBuffer(sizeBytes, access),
    write: (buffer, source) => device.write(buffer, source),
    read: (buffer, target) => device.read(buffer, target),
    prepare: (kernel, signal) => device.prepare(kernel, signal),
    exec: (call, signal) => device.exec(call, signal),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}

/** Changes every call before it runs. */
function changedCalls(change: (call: KernelCall) => KernelCall): Overrides {
  return (device) => ({ exec: (call, signal) => device.exec(change(call), signal) })
}

async function trapsAs(
  run: () => unknown,
  answer: (error: KernelTrapError) => ExecReport,
): Promise<ExecReport> {
  try {
    return (await run()) as ExecReport
  } catch (error) {
    if (error instanceof KernelTrapError) return answer(error)
    throw error
  }
}

const report: ExecReport = { parallelism: 1, groupSize: 1, blockSize: 1 }

const everyCount = [1, 2, 3, 7, 64, 1000].map(
  (count) => `exec: each of ${count} iterations runs exactly once`,
)
const unreachable = 'trap: unreachable gives the iteration and the cause'

export const brokenBackends: readonly BrokenBackend[] = [
  broken(
    'leaves out the last iteration',
    everyCount,
    changedCalls((call) => ({ ...call, iterations: Math.max(0, call.iterations - 1) })),
  ),
  broken('runs every iteration twice', everyCount, (device) => ({
    exec(call) {
      device.exec(call)
      return device.exec(call)
    },
  })),
  broken(
    'takes out-buffers before in-buffers',
    ['exec: arguments are the in-buffers, then the out-buffers, each in order', 'exec: 32 buffers'],
    changedCalls((call) => ({ ...call, inBuffers: call.outBuffers, outBuffers: call.inBuffers })),
  ),
  broken(
    'rounds the block size up',
    ['exec: the kernel sees the number of iterations and the block size as given'],
    changedCalls((call) => ({ ...call, blockSize: Math.max(64, call.blockSize) })),
  ),
  broken(
    'passes block size 0 on to the kernel',
    ['exec: for block size 0 the device chooses one for all iterations and reports it'],
    (device) => ({ exec: async (call) => ({ ...(await device.exec(call)), blockSize: call.blockSize }) }),
  ),
  broken(
    'loses static data',
    [
      'statics: every iteration sees them, with zeros around them',
      'statics: fresh in every call',
      'statics: kernels and buffers do not disturb each other',
    ],
    changedCalls((call) => ({ ...call, statics: [] })),
  ),
  broken(
    'ignores the static data of the call',
    ['statics: those of a call replace those of the kernel, in that call only'],
    changedCalls(({ statics: _, ...call }) => call),
  ),
  broken(
    'ignores the globals of the call',
    ['globals: set again in every call, to the values of the call where it has some'],
    changedCalls(({ globals: _, ...call }) => call),
  ),
  broken(
    'never sets the globals',
    [
      'globals: every iteration sees their initial values',
      'globals: set again in every call, to the values of the call where it has some',
    ],
    (device) => ({ prepare: (kernel) => device.prepare({ ...kernel, globals: [] }) }),
  ),
  broken('gives kernels no stack', ['stack: each thread has its own'], (device) => ({
    prepare: (kernel) => device.prepare({ ...kernel, stack: undefined }),
  })),
  broken('swallows traps', [unreachable], (device) => ({
    exec: (call) =>
      trapsAs(
        () => device.exec(call),
        () => report,
      ),
  })),
  broken('reports traps in iteration 0', [unreachable], (device) => ({
    exec: (call) =>
      trapsAs(
        () => device.exec(call),
        ({ trap }) => {
          throw new KernelTrapError({ iteration: 0, cause: trap })
        },
      ),
  })),
  broken(
    'does not say where a trap happened',
    ['trap: the error names the function and the offset in the module the kernel came from'],
    (device) => ({ prepare: (kernel) => device.prepare({ ...kernel, functions: [] }) }),
  ),
  broken(
    'gives buffers with old contents',
    ['buffer: a new one is filled with zeros, also where a freed one lay'],
    (device) => ({
      createBuffer(sizeBytes, access) {
        const buffer = device.createBuffer(sizeBytes, access)
        device.write(buffer, Uint8Array.of(1))
        return buffer
      },
    }),
  ),
  broken('cuts long writes', ['buffer: more bytes than it has are refused'], (device) => ({
    write: (buffer, source) => device.write(buffer, source.subarray(0, buffer.sizeBytes)),
  })),
  broken(
    'forgets buffers that are too many',
    ['refusal: fewer or more buffers than the kernel takes'],
    changedCalls((call) => ({
      ...call,
      outBuffers: call.outBuffers.slice(call.inBuffers.length),
    })),
  ),
  broken(
    'cannot be closed',
    ['device: after it is closed every use is an error, and closing twice is harmless'],
    () => ({
      [Symbol.asyncDispose]: async () => {},
    }),
  ),
  broken(
    'answers with promises though it says it does not',
    ['device: synchronous calls never return a promise'],
    (device) => ({ exec: async (call) => device.exec(call) }),
  ),
  broken(
    'lets calls overtake each other',
    ['exec: two calls made at once give what they give one after the other'],
    (device) => {
      let calls = 0
      return {
        async exec(call) {
          if (calls++ % 2 === 0) await sleep(20)
          return device.exec(call)
        },
      }
    },
  ),
  broken(
    'ignores the memory of the call',
    ["shared: runs on the caller's memory", 'shared: a range that leaves the memory is refused'],
    () => ({ exec: () => report }),
  ),
  broken(
    'claims a time limit and abort',
    [
      'time limit: ends a kernel that does not end, and the device stays usable',
      'abort: ends a kernel that does not end, and the device stays usable',
      'abort: a signal that is aborted already lets nothing run',
    ],
    () => ({ exec: () => report }),
    { supportsTimeLimit: true, supportsAbort: true },
  ),
]
