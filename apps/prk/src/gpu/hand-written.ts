import { readFile } from 'node:fs/promises'
import { WeftError } from '@weft/core'
import { appPath } from '../paths.js'
import type { Contender } from './contender.js'
import type { GpuCase } from './gpu-cases.js'
import type { OpenGpu } from './open-gpu.js'
import { PassClock } from './pass-clock.js'

/** One of gpu/*.wgsl, with a binding for each buffer: 0 the parameters, then the inputs, then the output. */
export async function createHandWritten(gpu: OpenGpu, one: GpuCase): Promise<Contender> {
  const { device } = gpu
  const buffers = createBuffers(device, one)
  const [pipeline, layout] = await createPipeline(gpu, one, buffers.length)
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
  const bindings = device.createBindGroup({ layout, entries })
  const clock = gpu.isSoftware ? undefined : new PassClock(device)
  const groups = groupsFor(one.iterations, gpu.workgroupSize)
  return {
    async run() {
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass(clock === undefined ? {} : { timestampWrites: clock.writes })
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, bindings)
      pass.dispatchWorkgroups(...groups)
      pass.end()
      clock?.encodeRead(encoder)
      device.queue.submit([encoder.finish()])
      await device.queue.onSubmittedWorkDone()
      return clock?.readMs()
    },
    result: () => readBack(device, buffers.at(-1)!, one.outputBytes),
    async [Symbol.asyncDispose]() {
      for (const buffer of buffers) buffer.destroy()
      clock?.[Symbol.dispose]()
    },
  }
}

function createBuffers(device: GPUDevice, one: GpuCase): GPUBuffer[] {
  const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage
  const create = (size: number, usage: number) => device.createBuffer({ size, usage: usage | COPY_DST })
  const parameters = Uint32Array.of(one.iterations, ...one.values)
  const filled = (data: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>, usage: number) => {
    const buffer = create(data.byteLength, usage)
    device.queue.writeBuffer(buffer, 0, data)
    return buffer
  }
  return [
    filled(parameters, UNIFORM),
    ...one.inputs.map((input) => filled(input, STORAGE)),
    create(one.outputBytes, STORAGE | COPY_SRC),
  ]
}

/** Throws `WeftError` with what the GPU's compiler says. */
async function createPipeline(
  { device, workgroupSize }: OpenGpu,
  one: GpuCase,
  bufferCount: number,
): Promise<[GPUComputePipeline, GPUBindGroupLayout]> {
  const code = await readFile(appPath(`gpu/${one.name}.wgsl`), 'utf8')
  const entries = Array.from({ length: bufferCount }, (_, binding): GPUBindGroupLayoutEntry => {
    const type = binding === 0 ? 'uniform' : binding === bufferCount - 1 ? 'storage' : 'read-only-storage'
    return { binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }
  })
  const layout = device.createBindGroupLayout({ entries })
  const module = device.createShaderModule({ code })
  const constants = { workgroup_size: workgroupSize }
  try {
    const pipeline = await device.createComputePipelineAsync({
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: 'main', constants },
    })
    return [pipeline, layout]
  } catch (cause) {
    throw new WeftError('benchmark-shader', `gpu/${one.name}.wgsl was refused: ${cause}`, { cause })
  }
}

const maximumGroups = 65_535

/** Workgroups in x and y. */
export function groupsFor(iterations: number, workgroupSize: number): [number, number] {
  const groups = Math.ceil(iterations / workgroupSize)
  const rows = Math.ceil(groups / maximumGroups)
  return [Math.ceil(groups / rows), rows]
}

async function readBack(device: GPUDevice, source: GPUBuffer, sizeBytes: number): Promise<Uint8Array> {
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST
  const target = device.createBuffer({ size: sizeBytes, usage })
  const encoder = device.createCommandEncoder()
  encoder.copyBufferToBuffer(source, 0, target, 0, sizeBytes)
  device.queue.submit([encoder.finish()])
  await target.mapAsync(GPUMapMode.READ)
  const bytes = new Uint8Array(target.getMappedRange()).slice()
  target.destroy()
  return bytes
}
