import type { KernelModule, PreparedKernel } from '@weft/backend'
import { UnsupportedKernelError } from '@weft/core'
import type { CompiledKernel } from '@weft/wgsl'
import type { AddressSpace } from './address-space.js'
import type { KeyedShader } from './kernel-compiler.js'

/** A kernel that was compiled to a shader. Pipelines are made of it on each GPU device that the device has in turn. */
export class WebGpuKernel implements PreparedKernel {
  readonly kernel: KernelModule
  readonly compiled: CompiledKernel
  /** What its pipelines are found by. */
  readonly key: string
  readonly owner: object
  released = false

  constructor(kernel: KernelModule, { compiled, key }: KeyedShader, owner: object) {
    this.kernel = kernel
    this.compiled = compiled
    this.key = key
    this.owner = owner
  }

  /** The pipeline stays, until others need its place: kernels are often prepared again. */
  release(): void {
    this.released = true
  }
}

/** Throws `UnsupportedKernelError` for a stack that no dispatch of the device has room for. */
export function checkStack({ stackBytes }: CompiledKernel, space: AddressSpace): void {
  if (stackBytes <= space.stackBytes) return
  throw new UnsupportedKernelError([
    {
      rule: 'stack-size',
      message: `a stack of ${stackBytes} bytes for each iteration is more than ${space.stackBytes}`,
      workaround: 'link with a smaller stack, or keep large arrays in a buffer',
    },
  ])
}
