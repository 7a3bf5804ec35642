import type { KernelFunction } from '@weft/backend'
import type { CompiledKernel } from '@weft/wgsl'

/** A stretch of a shader that comes from one function. */
export interface ShaderPart {
  /** First line, from 1. */
  readonly line: number
  /** Undefined for what belongs to no function of the guest. */
  readonly functionIndex: number | undefined
  readonly functionName: string | undefined
  /** Byte offset of the function in the file that it comes from. */
  readonly offset: number | undefined
}

/** The source map in terms of the file that the kernel came from. */
export function shaderParts(
  { sourceMap }: CompiledKernel,
  functions: readonly KernelFunction[],
): readonly ShaderPart[] {
  return sourceMap.map(({ line, functionIndex, functionName }) => {
    const source = functionIndex === undefined ? undefined : functions[functionIndex]
    return { line, functionName, functionIndex: source?.sourceIndex, offset: source?.sourceOffset }
  })
}

/** The shader with a comment in front of every part that says where it comes from. */
export function annotateShader(compiled: CompiledKernel, functions: readonly KernelFunction[]): string {
  const comments = new Map(shaderParts(compiled, functions).map((part) => [part.line, describePart(part)]))
  const lines = compiled.wgsl.split('\n').flatMap((text, index) => {
    const comment = comments.get(index + 1)
    return comment === undefined ? [text] : [`// ${comment}`, text]
  })
  return lines.join('\n')
}

function describePart({ functionIndex, functionName, offset = 0 }: ShaderPart): string {
  if (functionIndex === undefined) return 'runtime'
  const name = functionName === undefined ? '' : ` $${functionName},`
  return `function${name} index ${functionIndex}, offset 0x${offset.toString(16)}`
}
