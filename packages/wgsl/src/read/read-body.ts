import {
  type BlockType,
  type FunctionBody,
  forEachInstruction,
  type Instruction,
  type ValueType as WasmValueType,
} from '@weft/wasm-binary'
import type { ValueType } from '../value-type.js'
import type { IfNode, Node } from './node.js'
import type { Signature } from './program.js'

interface Open {
  readonly nodes: Node[]
  /** What is put into the nodes around it once its `end` is read. */
  readonly close: (() => Node) | undefined
  otherwise?: Node[]
}

const nestings = new Set(['block', 'loop', 'if', 'try', 'try_table'])

/** Deeper than any compiler nests blocks, and far from where this one would run out of stack. */
export const maximumDepth = 400

/** Gives the instructions of a function their nesting. Blocks of exception handling are kept as plain nodes. */
export function readBody(
  body: FunctionBody,
  types: readonly (Signature | undefined)[],
  reportDepth: (offset: number) => void,
): readonly Node[] {
  const root: Open = { nodes: [], close: undefined }
  const open = [root]
  let tooDeep = false
  forEachInstruction(
    body.instructions,
    (instruction) => {
      const current = open.at(-1)!
      const into = current.otherwise ?? current.nodes
      const offset = body.instructionsOffset + instruction.start
      if (open.length > maximumDepth && !tooDeep) {
        tooDeep = true
        reportDepth(offset)
      }
      if (nestings.has(instruction.name)) open.push(openBlock(instruction, offset, types))
      else if (instruction.name === 'else') current.otherwise = []
      else if (instruction.name === 'end') {
        open.pop()
        const outer = open.at(-1)
        if (outer !== undefined && current.close !== undefined) {
          ;(outer.otherwise ?? outer.nodes).push(current.close())
        }
      } else into.push({ kind: 'plain', name: instruction.name, immediates: instruction.immediates, offset })
    },
    body.instructionsOffset,
  )
  return tooDeep ? [] : root.nodes
}

function openBlock(
  instruction: Instruction,
  offset: number,
  types: readonly (Signature | undefined)[],
): Open {
  const nodes: Node[] = []
  const immediate = instruction.immediates[0]
  const type = immediate?.kind === 'block' ? signatureOf(immediate.type, types) : noSignature
  const { name } = instruction
  const self: Open = {
    nodes,
    close: () => {
      if (name === 'if') return ifNode(self, type, offset)
      if (name === 'block' || name === 'loop') return { kind: name, ...type, body: nodes, offset }
      return { kind: 'plain', name, immediates: instruction.immediates, offset }
    },
  }
  return self
}

function ifNode(open: Open, type: Signature, offset: number): IfNode {
  return { kind: 'if', ...type, body: open.nodes, otherwise: open.otherwise ?? [], offset }
}

const noSignature: Signature = { parameters: [], results: [] }

function signatureOf(type: BlockType, types: readonly (Signature | undefined)[]): Signature {
  if (type.kind === 'empty') return noSignature
  if (type.kind === 'value') return { parameters: [], results: [kernelValueType(type.type)] }
  return types[type.index] ?? noSignature
}

/** References are refused wherever they occur, before anything depends on how they are held. */
export function kernelValueType(type: WasmValueType): ValueType {
  return typeof type === 'string' ? type : 'i32'
}
