import type { BindingPlan } from '@weft/wgsl'
import { computeStage } from './gpu-flags.js'

/** Numbers of the bindings, as `BindingPlan` promises them. */
export const binding: BindingPlan = { arena: 0, traps: 1, parameters: 2 }

/** One layout for all kernels. Parameters have dynamic offsets: each dispatch of a call reads its own. */
export interface KernelLayout {
  readonly group: GPUBindGroupLayout
  readonly pipeline: GPUPipelineLayout
}

export function createKernelLayout(gpu: GPUDevice): KernelLayout {
  const entry = (number: number, buffer: GPUBufferBindingLayout): GPUBindGroupLayoutEntry => ({
    binding: number,
    visibility: computeStage,
    buffer,
  })
  const group = gpu.createBindGroupLayout({
    label: 'weft kernel',
    entries: [
      entry(binding.arena, { type: 'storage' }),
      entry(binding.traps, { type: 'storage' }),
      entry(binding.parameters, { type: 'read-only-storage', hasDynamicOffset: true }),
    ],
  })
  return { group, pipeline: gpu.createPipelineLayout({ bindGroupLayouts: [group] }) }
}
