import { create, globals } from 'webgpu'

Object.assign(globalThis, globals)

const gpu = create([])

/** A device for tests; throws where there is none, since no test may pass without. */
export async function openDevice(): Promise<GPUDevice> {
  const adapter = await gpu.requestAdapter()
  if (adapter === null) throw new TypeError('no GPU: start the tests through scripts/with-gpu.js')
  return adapter.requestDevice()
}

/** A compute pipeline with an automatic layout. */
export async function createPipeline(device: GPUDevice, wgsl: string): Promise<GPUComputePipeline> {
  const module = await createShader(device, wgsl)
  return device.createComputePipelineAsync({ layout: 'auto', compute: { module } })
}

/** A shader. Errors show the lines that they are about. */
export async function createShader(device: GPUDevice, wgsl: string): Promise<GPUShaderModule> {
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ code: wgsl })
  const { messages } = await module.getCompilationInfo()
  await device.popErrorScope()
  const lines = wgsl.split('\n')
  const errors = messages
    .filter((message) => message.type === 'error')
    .map(
      (message) =>
        `${message.lineNum}:${message.linePos} ${message.message}\n  ${lines[message.lineNum - 1]}`,
    )
  if (errors.length > 0) throw new SyntaxError(`WGSL:\n${errors.join('\n')}`)
  return module
}

/** Runs a pipeline once over storage buffers 0, 1, … of group 0, and gives back what the last one then holds. */
export async function runPipeline(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  inputs: readonly Uint32Array<ArrayBuffer>[],
  outputWords: number,
  workgroups: readonly [number, number],
): Promise<Uint32Array> {
  const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage
  const size = Math.max(4, outputWords * 4)
  const buffers = inputs.map((words) => {
    const buffer = device.createBuffer({ size: Math.max(4, words.byteLength), usage: STORAGE | COPY_DST })
    device.queue.writeBuffer(buffer, 0, words)
    return buffer
  })
  const output = device.createBuffer({ size, usage: STORAGE | COPY_SRC })
  const readable = device.createBuffer({ size, usage: MAP_READ | COPY_DST })
  const entries = [...buffers, output].map((buffer, binding) => ({ binding, resource: { buffer } }))
  const encoder = device.createCommandEncoder()
  const pass = encoder.beginComputePass()
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }))
  pass.dispatchWorkgroups(...workgroups)
  pass.end()
  encoder.copyBufferToBuffer(output, 0, readable, 0, size)
  device.queue.submit([encoder.finish()])
  await readable.mapAsync(GPUMapMode.READ)
  const words = new Uint32Array(readable.getMappedRange().slice(0))
  for (const buffer of [...buffers, output, readable]) buffer.destroy()
  return words
}
