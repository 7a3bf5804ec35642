import * as assemblyscript from 'assemblyscript'
import { type KernelDeclaration, type Refusal, readKernel } from './kernel-declaration.js'
import { refuseBody } from './refuse-body.js'
import { childrenOf } from './syntax-tree.js'

export interface FoundKernels {
  readonly kernels: readonly KernelDeclaration[]
  /** Refused for what their body does: their declarations are fine, so the rest of the guest can be checked still. */
  readonly refusedBodies: ReadonlySet<KernelDeclaration>
  readonly refusals: readonly Refusal[]
  /** False where a declaration was refused, so that nothing can be generated for it. */
  readonly complete: boolean
}

/** Finds the functions marked `@kernel` in a source text and checks what can be seen there. */
export function findKernels(name: string, text: string): FoundKernels {
  const parser = new assemblyscript.Parser()
  parser.parseFile(text, name, true)
  const [source] = parser.sources
  const kernels: KernelDeclaration[] = []
  const refusals: Refusal[] = []
  const refusedBodies = new Set<KernelDeclaration>()
  let complete = true
  for (const [node, decorator] of source === undefined ? [] : markedDeclarations(source)) {
    const misplaced = refusePlace(source!, node, decorator)
    const kernel = misplaced ?? readKernel(node as assemblyscript.FunctionDeclaration, decorator)
    const inBody = node instanceof assemblyscript.FunctionDeclaration ? refuseBody(node) : []
    if ('name' in kernel) {
      kernels.push(kernel)
      if (inBody.length > 0) refusedBodies.add(kernel)
    } else {
      complete = false
      refusals.push(...kernel)
    }
    refusals.push(...inBody)
  }
  return { kernels, refusals, refusedBodies, complete }
}

type Marked = readonly [assemblyscript.DeclarationStatement, assemblyscript.DecoratorNode]

function* markedDeclarations(node: assemblyscript.Node): Generator<Marked> {
  if (node instanceof assemblyscript.DeclarationStatement) {
    const decorator = node.decorators?.find(
      ({ name }) => name instanceof assemblyscript.IdentifierExpression && name.text === 'kernel',
    )
    if (decorator !== undefined) yield [node, decorator]
  }
  for (const child of childrenOf(node)) yield* markedDeclarations(child)
}

function refusePlace(
  source: assemblyscript.Source,
  node: assemblyscript.DeclarationStatement,
  decorator: assemblyscript.DecoratorNode,
): readonly Refusal[] | undefined {
  const exportedDefault = source.statements.find(
    (statement) =>
      statement instanceof assemblyscript.ExportDefaultStatement && statement.declaration === node,
  )
  if (exportedDefault !== undefined) {
    return [
      { range: node.name.range, message: 'a kernel cannot be exported as default: export it by its name' },
    ]
  }
  if (
    !(node instanceof assemblyscript.FunctionDeclaration) ||
    node instanceof assemblyscript.MethodDeclaration
  ) {
    return [
      {
        range: decorator.range,
        message: 'only a function can be a kernel: @kernel stands before a top-level `function`',
      },
    ]
  }
  if (source.statements.includes(node)) return undefined
  return [
    {
      range: node.name.range,
      message: `a kernel is a top-level function of its file; ${node.name.text} is not`,
    },
  ]
}
