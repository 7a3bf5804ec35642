import type { CompiledKernel } from '@weft/wgsl'
import type { GpuLife } from './gpu-life.js'
import type { KernelLayout } from './layout.js'
import { LruMap } from './lru-map.js'
import { shaderRejected, shaderRejectedAt } from './shader-errors.js'

/** Pipelines of one GPU device, by the key of their kernel; each is made once, also when two ask at the same time. */
export class PipelineCache {
  private readonly gpu: GPUDevice
  private readonly life: GpuLife
  private readonly layout: KernelLayout
  private readonly pipelines: LruMap<string, Promise<GPUComputePipeline>>

  constructor(gpu: GPUDevice, life: GpuLife, layout: KernelLayout, capacity: number) {
    this.gpu = gpu
    this.life = life
    this.layout = layout
    this.pipelines = new LruMap(capacity)
  }

  /** Throws `UnsupportedKernelError` for a shader that the GPU's compiler refuses, `DeviceLostError`. */
  get(key: string, kernel: CompiledKernel): Promise<GPUComputePipeline> {
    const present = this.pipelines.get(key)
    if (present !== undefined) return present
    const pipeline = this.life.during(this.create(kernel))
    this.pipelines.set(key, pipeline)
    pipeline.catch(() => this.pipelines.delete(key))
    return pipeline
  }

  private async create(kernel: CompiledKernel): Promise<GPUComputePipeline> {
    const module = await this.createModule(kernel)
    const compute = { module, entryPoint: kernel.entryPoint }
    const layout = this.layout.pipeline
    try {
      return await this.gpu.createComputePipelineAsync({ label: 'weft kernel', layout, compute })
    } catch (cause) {
      throw shaderRejected(cause)
    }
  }

  private async createModule(kernel: CompiledKernel): Promise<GPUShaderModule> {
    this.gpu.pushErrorScope('validation')
    const module = this.gpu.createShaderModule({ label: 'weft kernel', code: kernel.wgsl })
    const scope = this.gpu.popErrorScope()
    const { messages } = await module.getCompilationInfo()
    const errors = messages.filter(({ type }) => type === 'error')
    const refusal = await scope
    if (errors.length > 0) throw shaderRejectedAt(errors, kernel)
    if (refusal !== null) throw shaderRejected(refusal)
    return module
  }
}
