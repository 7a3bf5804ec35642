import { trapCauses } from '@weft/core'
import { readKernel } from '@weft/wasm-binary'
import wabt from 'wabt'
import { compileKernel } from '../src/compile-kernel.js'
import type { CompiledKernel, CompileOptions } from '../src/compiled-kernel.js'
import { outOfFuelCode, trapCodeCount } from '../src/trap-codes.js'

const features = { simd: true, threads: true, multi_value: true, bulk_memory: true, sat_float_to_int: true }

/** A kernel module from text. */
export async function assemble(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const { parseWat } = await wabt()
  const module = parseWat('kernel.wat', text, { ...features, sign_extension: true, mutable_globals: true })
  try {
    return Uint8Array.from(module.toBinary({ write_debug_names: true }).buffer)
  } finally {
    module.destroy()
  }
}

export interface Job {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly iterations: number
  /** The contents of the kernel's buffers. */
  readonly buffers: readonly Uint8Array[]
}

export interface Outcome {
  readonly buffers: readonly Uint8Array[]
  /** The first iteration that trapped, and why. */
  readonly trap: { readonly iteration: number; readonly cause: string } | undefined
}

const bufferAlignment = 256
const firstBuffer = 0x1_0000

/** Where each buffer lies, with room behind it. */
function layOut(job: Job): number[] {
  let end = firstBuffer
  return job.buffers.map(({ length }) => {
    const address = end
    end = bufferAlignment * (Math.ceil((address + length) / bufferAlignment) + 1)
    return address
  })
}

/** Runs a kernel as WebAssembly, iteration by iteration. */
export function runAsWasm(job: Job): Outcome {
  const source = readKernel(job.bytes)
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true })
  const all = new Uint8Array(memory.buffer)
  for (const { address, bytes } of source.statics) all.set(bytes, address)
  const addresses = layOut(job)
  for (const [index, bytes] of job.buffers.entries()) all.set(bytes, addresses[index]!)
  const instance = new WebAssembly.Instance(new WebAssembly.Module(source.bytes as Uint8Array<ArrayBuffer>), {
    '': { memory },
  })
  const kernel = instance.exports.kernel as (...values: number[]) => void
  const operands = job.buffers.flatMap(({ length }, index) => [addresses[index]!, length])
  let trap: Outcome['trap']
  for (let iteration = 0; iteration < job.iterations && trap === undefined; iteration++) {
    if (source.stack)
      (instance.exports[source.stack.exportName] as WebAssembly.Global).value = firstBuffer - 16
    for (const { exportName, initial } of source.globals) {
      ;(instance.exports[exportName] as WebAssembly.Global).value = initial
    }
    try {
      kernel(iteration, job.iterations, 1, ...operands)
    } catch (error) {
      trap = { iteration, cause: (error as Error).message }
    }
  }
  return {
    trap,
    buffers: job.buffers.map(({ length }, index) => all.slice(addresses[index]!, addresses[index]! + length)),
  }
}

/** Compiles a kernel and runs it on a GPU, with the same addresses. */
export async function runOnGpu(
  device: GPUDevice,
  job: Job,
  options: CompileOptions = {},
): Promise<Outcome & { compiled: CompiledKernel }> {
  const source = readKernel(job.bytes)
  const compiled = compileKernel(source, options)
  const addresses = layOut(job)
  const stackAddress = 0x8000_0000
  const statics = new Uint8Array(16 * Math.ceil((source.staticBytes + 16) / 16))
  for (const { address, bytes } of source.statics) statics.set(bytes, address)
  const pieces = compiled.segments.map((segment) => {
    if (segment.kind === 'statics') return { address: 0, length: source.staticBytes, bytes: statics }
    if (segment.kind === 'buffer') {
      const bytes = job.buffers[segment.index]!
      return { address: addresses[segment.index]!, length: bytes.length, bytes }
    }
    const length = compiled.stackBytes * job.iterations
    return { address: stackAddress, length, bytes: new Uint8Array(length) }
  })
  const places: number[] = []
  let size = 0
  for (const { bytes } of pieces) {
    places.push(size)
    size += bufferAlignment * Math.ceil((bytes.length + 16) / bufferAlignment)
  }
  const arena = new Uint8Array(size)
  for (const [index, { bytes }] of pieces.entries()) arena.set(bytes, places[index]!)
  const parameters = new Uint32Array(compiled.parameters.sizeBytes / 4)
  parameters.set([job.iterations, 1, 0, job.iterations, 64, 0])
  pieces.forEach(({ address, length }, index) => {
    const last = Math.floor(length / 4) - 1
    parameters.set([address, length, places[index]! / 4, last], compiled.parameters.segmentsAt + 4 * index)
  })
  source.globals.forEach(({ type, initial }, index) => {
    const words = new DataView(new ArrayBuffer(8))
    if (type === 'i64') words.setBigInt64(0, BigInt(initial), true)
    else if (type === 'f64') words.setFloat64(0, Number(initial), true)
    else if (type === 'f32') words.setFloat32(0, Number(initial), true)
    else words.setInt32(0, Number(initial), true)
    const values = [words.getUint32(0, true), words.getUint32(4, true)]
    parameters.set(values, compiled.parameters.globalsAt + 2 * index)
  })
  const results = await dispatch(device, compiled, job.iterations, arena, parameters)
  return {
    compiled,
    trap: firstTrap(results.traps),
    buffers: job.buffers.map(({ length }, index) => {
      const place = places[compiled.segments.findIndex((s) => s.kind === 'buffer' && s.index === index)]!
      return results.arena.slice(place, place + length)
    }),
  }
}

function firstTrap(words: Uint32Array): Outcome['trap'] {
  let first: Outcome['trap']
  for (let cause = 0; cause < trapCodeCount; cause++) {
    const iteration = words[cause]!
    if (iteration === 0xffff_ffff || (first !== undefined && first.iteration <= iteration)) continue
    first = { iteration, cause: cause === outOfFuelCode ? 'out of fuel' : trapCauses[cause]! }
  }
  return first
}

async function dispatch(
  device: GPUDevice,
  compiled: CompiledKernel,
  iterations: number,
  arenaBytes: Uint8Array<ArrayBuffer>,
  parameterWords: Uint32Array<ArrayBuffer>,
) {
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage
  const create = (bytes: Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    const buffer = device.createBuffer({ size: bytes.byteLength, usage: STORAGE | COPY_SRC | COPY_DST })
    device.queue.writeBuffer(buffer, 0, bytes)
    return buffer
  }
  const trapWords = new Uint32Array(2 * trapCodeCount).fill(0xffff_ffff)
  const buffers = [create(arenaBytes), create(trapWords), create(parameterWords)]
  const code = compiled.wgsl
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code })
  const { messages } = await module.getCompilationInfo()
  const errors = messages.filter(({ type }) => type === 'error')
  if (errors.length > 0) {
    const lines = code.split('\n')
    const shown = errors
      .slice(0, 5)
      .map(({ lineNum, message }) => `${lineNum}: ${message}\n  ${lines[lineNum - 1]}`)
    throw new TypeError(`${shown.join('\n')}`)
  }
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module, entryPoint: compiled.entryPoint },
  })
  const layout = pipeline.getBindGroupLayout(0)
  const used = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
  const entries = used
    .filter(({ binding }) => binding !== 0 || /\barena\[/.test(code))
    .filter(({ binding }) => binding !== 1 || code.includes('&traps['))
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, device.createBindGroup({ layout, entries }))
  pass.dispatchWorkgroups(Math.ceil(iterations / compiled.workgroupSize))
  pass.end()
  const [arena, traps] = [arenaBytes, trapWords].map((bytes) =>
    device.createBuffer({ size: bytes.byteLength, usage: COPY_DST | MAP_READ }),
  )
  encoder.copyBufferToBuffer(buffers[0]!, 0, arena!, 0, arenaBytes.byteLength)
  encoder.copyBufferToBuffer(buffers[1]!, 0, traps!, 0, trapWords.byteLength)
  device.queue.submit([encoder.finish()])
  const error = await device.popErrorScope()
  if (error) throw new TypeError(`${error.message}\n${code}`)
  const read = async (buffer: GPUBuffer) => {
    await buffer.mapAsync(GPUMapMode.READ)
    const copy = buffer.getMappedRange().slice(0)
    buffer.unmap()
    return copy
  }
  const outcome = { arena: new Uint8Array(await read(arena!)), traps: new Uint32Array(await read(traps!)) }
  for (const buffer of [...buffers, arena!, traps!]) buffer.destroy()
  return outcome
}
