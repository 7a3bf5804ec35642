/** The modules of kernels by the compiler's names of their functions. */
export type KernelBytes = ReadonlyMap<string, Uint8Array>

/**
 * How a guest names a kernel to its host: by its index in the guest's table, or by the bytes of a module, of which none
 * are known as long as the kernels are being compiled for them.
 */
export type KernelForm =
  | { readonly kind: 'index' }
  | { readonly kind: 'bytes'; readonly kernels: KernelBytes }

export const byIndex: KernelForm = { kind: 'index' }

/** The code by which a kernel's `tryRun` names it. */
export interface KernelReference {
  /** In the kernel's namespace. */
  readonly declarations: readonly string[]
  /** In `tryRun`: makes `$index` known, which is a small number of the kernel's own. */
  readonly statements: readonly string[]
  /** The first arguments of the interface's function. */
  readonly arguments: string
}

/** Name of the interface's function that runs a kernel of this form. */
export function dispatchFunction({ kind }: KernelForm): string {
  return kind === 'index' ? 'parallel_for' : 'parallel_exec'
}

/** `coreFunction` is the name of the kernel's core function, `coreType` its type. */
export function referenceKernel(
  form: KernelForm,
  elementName: string,
  coreFunction: string,
  coreType: string,
): KernelReference {
  const bytes = form.kind === 'bytes' ? form.kernels.get(elementName) : undefined
  if (form.kind === 'bytes' && bytes !== undefined) {
    const number = [...form.kernels.keys()].indexOf(elementName)
    return {
      declarations: [`  const $module: usize = memory.data<u8>([${bytes.join()}])`],
      statements: [`    const $index: u32 = ${number}`],
      arguments: `$device.handle, $module, ${bytes.length}`,
    }
  }
  return {
    declarations: [],
    // With bytes still to come, nobody runs this: it makes the compiler compile the kernel.
    statements: [`    const $function: ${coreType} = ${coreFunction}`, '    const $index = $function.index'],
    arguments: form.kind === 'index' ? '$index' : '$device.handle, $index, 0',
  }
}
