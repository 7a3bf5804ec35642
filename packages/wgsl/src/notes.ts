import type { ShaderContext } from './emit/shader-context.js'
import { needsAtomics } from './runtime/memory-layout.js'

/** What an author of kernels may want to know of how one was compiled. */
export function notesOf(context: ShaderContext): string[] {
  return [...accessNotes(context), ...stackNotes(context), ...floatNotes(context)]
}

function accessNotes({ accesses, helpers }: ShaderContext): string[] {
  const notes: string[] = []
  const { total, unaligned, anywhere } = accesses
  const of = `of ${total} memory accesses`
  if (unaligned > 0)
    notes.push(`${unaligned} ${of} may be at addresses that are no multiple of 4: they are slower`)
  if (anywhere > 0) {
    notes.push(`${anywhere} ${of} may go to any buffer: each looks for its own, which is slower`)
  }
  if (needsAtomics(helpers)) {
    notes.push(
      'something narrower than a word, unaligned or atomic is written: all memory is accessed atomically',
    )
  }
  return notes
}

function stackNotes(context: ShaderContext): string[] {
  const { stack } = context.source
  if (stack === undefined) return []
  const needed = context.analysis.stackBytes.get(context.program.kernel) ?? 0
  if (needed <= stack.sizeBytes) return [`each iteration has ${context.stackBytes} bytes of stack`]
  return [`it cannot be told how much stack an iteration needs: each gets all ${context.stackBytes} bytes`]
}

function floatNotes({ mode, helpers }: ShaderContext): string[] {
  if (mode === 'fast')
    return ["f32 is the GPU's own: denormals may be flushed to zero, and rounding may differ a little"]
  const soft = [...helpers].filter((name) => /^f(32|64)_(add|sub|mul|div|sqrt)$/.test(name)).sort()
  return soft.length === 0
    ? []
    : [`computed with integers, exact but slow: ${soft.join(', ').replaceAll('_', '.')}`]
}
