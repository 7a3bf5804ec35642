import type { Backend, Device } from '@weft/backend'
import type { Trace } from '@weft/component/trace'

/** Backends whose devices leave a span for each kernel that they run. */
export function traceKernels(backends: readonly Backend[], trace: Trace | undefined): readonly Backend[] {
  if (trace !== undefined) for (const backend of backends) traceDevices(backend, trace)
  return backends
}

function traceDevices(backend: Backend, trace: Trace): void {
  const open = backend.open.bind(backend)
  backend.open = async (...args) => traced(await open(...args), trace)
}

function traced(device: Device, trace: Trace): Device {
  const exec = device.exec.bind(device)
  device.exec = (call, signal) => {
    const { iterations, blockSize } = call
    const end = trace.begin(device.info.name, 'parallel for', { iterations, blockSize })
    return ending(() => exec(call, signal), end)
  }
  return device
}

/** Calls `end` when the work that `begin` starts is over: at once, or when its promise is settled. */
function ending<Value>(begin: () => Value, end: () => void): Value {
  let value: Value
  try {
    value = begin()
  } catch (error) {
    end()
    throw error
  }
  if (value instanceof Promise) value.then(end, end)
  else end()
  return value
}
