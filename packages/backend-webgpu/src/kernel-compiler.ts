import type { KernelModule } from '@weft/backend'
import { TimeoutError } from '@weft/core'
import type { CompiledKernel, CompileOptions, KernelSource } from '@weft/wgsl'
import { endable } from './ending.js'
import type { GpuSession } from './gpu-session.js'
import { kernelKeyOf } from './kernel-key.js'
import { LruMap } from './lru-map.js'
import type { WebGpuSettings } from './options.js'
import { compilesTooLong } from './shader-errors.js'

/** Turns a kernel into a shader: `compileKernel` of `@weft/wgsl`. */
export type Compile = (kernel: KernelSource, options: CompileOptions) => CompiledKernel

/** A kernel's shader, and the key that its pipelines are found by. */
export interface KeyedShader {
  readonly key: string
  readonly compiled: CompiledKernel
}

/** Compiles kernels, in both steps: to a shader, once for each content, and to a pipeline of a GPU device. */
export class KernelCompiler {
  private readonly compile: Compile
  private readonly settings: WebGpuSettings
  private readonly shaders: LruMap<string, CompiledKernel>

  constructor(compile: Compile, settings: WebGpuSettings) {
    this.compile = compile
    this.settings = settings
    this.shaders = new LruMap(settings.maximumKernels)
  }

  /** Throws `InvalidKernelError`, and `UnsupportedKernelError` with every reason. */
  async shaderOf(kernel: KernelModule): Promise<KeyedShader> {
    const key = await kernelKeyOf(kernel)
    const compiled = this.shaders.get(key) ?? this.compile(kernel, this.settings.compile)
    this.shaders.set(key, compiled)
    return { key, compiled }
  }

  /**
   * Waits for the pipeline. What takes too long goes on, since nothing can stop it, and is there for who asks again.
   * Throws `UnsupportedKernelError`, `CancelledError`, `DeviceLostError`.
   */
  async makePipeline(shader: KeyedShader, { pipelines }: GpuSession, signal?: AbortSignal): Promise<void> {
    const { compileTimeLimitMs } = this.settings
    try {
      await endable(pipelines.get(shader.key, shader.compiled), compileTimeLimitMs, signal)
    } catch (error) {
      throw error instanceof TimeoutError ? compilesTooLong(compileTimeLimitMs) : error
    }
  }
}
