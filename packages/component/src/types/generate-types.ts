import { blockText } from './block-text.js'
import { type ComponentDescription, Layout } from './layout.js'
import { TextContext, usedNames } from './text-context.js'

/**
 * TypeScript declarations for a component: `Imports` and `Exports` are the types of what `instantiate` takes and of
 * what instances export, and each interface is an object type with a namespace of the types that it names. Needs a
 * `Component`, or its descriptions. Throws `LimitError` if the types are too large to be written out.
 */
export function generateTypes(component: ComponentDescription): string {
  const layout = new Layout(component, usedNames)
  const context = new TextContext(layout)
  const blocks = layout.blocks.map((block) => blockText(context, block).join('\n'))
  return `${[head, ...helperImport(context), ...blocks].join('\n\n')}\n`
}

const head = '// Generated from a component by @weft/component/types.'

function helperImport({ helpers }: TextContext): readonly string[] {
  const names = Array.from(helpers).sort().join(', ')
  return names === '' ? [] : [`import type { ${names} } from '@weft/component'`]
}
