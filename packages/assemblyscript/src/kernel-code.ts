import type { KernelDeclaration, KernelParameter } from './kernel-declaration.js'
import { dispatchFunction, type KernelForm, type KernelReference, referenceKernel } from './kernel-form.js'

const slotBytes = 8
const handleBytes = 4
const arrivals = { iteration: '$iteration', iterations: '$iterations', blockSize: '$blockSize' } as const

/** Name of the core function that is generated for a kernel, as a member of the kernel. */
export const coreFunctionName = '$core'

/** Imports of the generated code, once for each file with kernels. */
const imports =
  'import { Buffer as $Buffer, Device as $Device, Input as $Input, Output as $Output, check as $check } ' +
  "from '@weft/assemblyscript/assembly/generated-code'"

/**
 * The AssemblyScript text that is added to a file with kernels. For each it has a namespace of the kernel's name with
 * its core function and `run` and `tryRun`, which a guest calls. `moduleName` is the file's name without extension.
 */
export function generateKernelCode(
  kernels: readonly KernelDeclaration[],
  moduleName: string,
  form: KernelForm,
): string {
  const dispatch = `import { ${dispatchFunction(form)} as $dispatch } from '@weft/assemblyscript/assembly/interface'`
  const namespaces = kernels.map((kernel) => generateKernel(kernel, `${moduleName}/${kernel.name}`, form))
  return ['', imports, dispatch, ...namespaces].join('\n')
}

function generateKernel(kernel: KernelDeclaration, elementName: string, form: KernelForm): string {
  const inputs = kernel.parameters.filter(({ role }) => role === 'input')
  const outputs = kernel.parameters.filter(({ role }) => role === 'output')
  const scalars = kernel.parameters.filter(({ role }) => role === 'scalar')
  const inCount = inputs.length + Math.min(scalars.length, 1)
  const reference = referenceKernel(form, elementName, coreFunctionName, coreType(inCount + outputs.length))
  return [
    `${kernel.exported ? 'export ' : ''}namespace ${kernel.name} {`,
    staticArea('$inBuffers', inCount * handleBytes, handleBytes),
    staticArea('$outBuffers', outputs.length * handleBytes, handleBytes),
    staticArea('$scalars', scalars.length * slotBytes, slotBytes),
    ...generateCore(kernel, inputs, scalars, outputs),
    ...reference.declarations,
    ...generateTryRun(kernel, inputs, scalars, outputs, reference),
    ...generateRun(kernel),
    '}',
  ].join('\n')
}

function staticArea(name: string, sizeBytes: number, alignmentBytes: number): string {
  const value = sizeBytes === 0 ? '0' : `memory.data(${sizeBytes}, ${alignmentBytes})`
  return `  const ${name}: usize = ${value}`
}

type Parameters = readonly KernelParameter[]

/** The function in the table: the interface's signature, with the guest's own function inlined into it. */
function generateCore(
  kernel: KernelDeclaration,
  inputs: Parameters,
  scalars: Parameters,
  outputs: Parameters,
): string[] {
  const buffers = [
    ...inputs.map(({ name }) => name),
    ...(scalars.length > 0 ? ['$scalars'] : []),
    ...outputs.map(({ name }) => name),
  ]
  const signature = buffers.map((name) => `, $pointer_${name}: usize, $length_${name}: i32`).join('')
  const values = kernel.parameters.map((parameter) => arrivalOf(parameter, scalars))
  return [
    `  function ${coreFunctionName}($iteration: i32, $iterations: i32, $blockSize: i32${signature}): void {`,
    `    ${kernel.name}(${values.join(', ')})`,
    '  }',
  ]
}

function arrivalOf(parameter: KernelParameter, scalars: Parameters): string {
  const { role, name, type } = parameter
  if (role === 'input') return `changetype<$Input<${type}>>($pointer_${name})`
  if (role === 'output') return `changetype<$Output<${type}>>($pointer_${name})`
  if (role === 'scalar') return `load<${type}>($pointer_$scalars, ${scalars.indexOf(parameter) * slotBytes})`
  return arrivals[role]
}

function generateTryRun(
  kernel: KernelDeclaration,
  inputs: Parameters,
  scalars: Parameters,
  outputs: Parameters,
  reference: KernelReference,
): string[] {
  const passScalars = [
    ...scalars.map(({ name, type }, index) => `    store<${type}>($scalars, ${name}, ${index * slotBytes})`),
    `    const $errno = $device.passScalars($index, $scalars, ${scalars.length * slotBytes}, $inBuffers + ${inputs.length * handleBytes})`,
    '    if ($errno != 0) return $errno',
  ]
  const inCount = inputs.length + Math.min(scalars.length, 1)
  return [
    `  export function tryRun(${runParameters(kernel)}): i32 {`,
    ...reference.statements,
    ...inputs.map(({ name }, index) => `    store<u32>($inBuffers, ${name}.handle, ${index * handleBytes})`),
    ...outputs.map(
      ({ name }, index) => `    store<u32>($outBuffers, ${name}.handle, ${index * handleBytes})`,
    ),
    ...(scalars.length > 0 ? passScalars : []),
    `    return $dispatch(${reference.arguments}, $iterations, $blockSize, $inBuffers, ${inCount}, $outBuffers, ${outputs.length})`,
    '  }',
  ]
}

function generateRun(kernel: KernelDeclaration): string[] {
  const values = ['$device', '$iterations', ...passedParameters(kernel).map(({ name }) => name), '$blockSize']
  return [
    `  export function run(${runParameters(kernel)}): void {`,
    `    $check(tryRun(${values.join(', ')}), 'parallel_for of kernel ${kernel.name}')`,
    '  }',
  ]
}

function runParameters(kernel: KernelDeclaration): string {
  const passed = passedParameters(kernel).map(
    ({ name, role, type }) => `${name}: ${role === 'scalar' ? type : `$Buffer<${type}>`}`,
  )
  return ['$device: $Device', '$iterations: i32', ...passed, '$blockSize: i32 = 1'].join(', ')
}

function passedParameters(kernel: KernelDeclaration): Parameters {
  return kernel.parameters.filter(({ role }) => role === 'input' || role === 'output' || role === 'scalar')
}

function coreType(bufferCount: number): string {
  const types = ['i32', 'i32', 'i32', ...Array.from({ length: bufferCount }, () => ['usize', 'i32']).flat()]
  return `(${types.map((type, index) => `$${index}: ${type}`).join(', ')}) => void`
}
