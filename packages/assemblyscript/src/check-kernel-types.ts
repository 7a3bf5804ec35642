import type * as assemblyscript from 'assemblyscript'
import type { KernelDeclaration, Refusal } from './kernel-declaration.js'

/** After compilation, when types are known: refuses parameters that are no numbers, and views of anything else. */
export function checkKernelTypes(
  prototype: assemblyscript.FunctionPrototype,
  kernel: KernelDeclaration,
): Refusal[] {
  const [instance] = prototype.instances?.values() ?? []
  if (instance === undefined) return []
  const types = instance.signature.parameterTypes
  return kernel.parameters.flatMap(({ name, role, range }, index) => {
    const type = types[index]!
    const isView = role === 'input' || role === 'output'
    const checked = isView ? (type.classReference?.typeArguments?.[0] ?? type) : type
    if (isNumber(checked)) return []
    const wrong = isView ? `a view of ${checked.toString()}` : checked.toString()
    return [
      {
        range,
        message: `kernel parameter ${name} has an unsupported type, ${wrong}: only numbers and bool can be passed to a kernel`,
      },
    ]
  })
}

function isNumber(type: assemblyscript.Type): boolean {
  return type.isNumericValue && !type.isReference
}
