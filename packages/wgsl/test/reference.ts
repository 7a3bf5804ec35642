import { trapCauseOf } from '@weft/backend'
import { encodeInstruction, encodeModule, type Immediate, type Module, opcodeOf } from '@weft/wasm-binary'
import { trapCode } from '../src/trap-codes.js'
import type { ValueType } from '../src/value-type.js'
import type { EvaluationOutput } from './evaluate.js'
import { wordCount } from './evaluation-shader.js'

export interface Instruction {
  /** Name in the text format. */
  readonly name: string
  readonly immediates?: readonly Immediate[] | undefined
  readonly parameters: readonly ValueType[]
  readonly result: ValueType | 'bool'
}

const pageBytes = 65_536

/** What this engine's WebAssembly makes of an instruction, for tuples of operands as `evaluateLowerings` takes them. */
export function referenceOf(instruction: Instruction, tuples: Uint32Array): EvaluationOutput {
  const size = instruction.parameters.reduce((sum, type) => sum + wordCount(type), 0)
  const resultSize = wordCount(instruction.result)
  const memory = new WebAssembly.Memory({ initial: Math.ceil(tuples.byteLength / pageBytes) + 1 })
  const run = instantiate(instruction, memory)
  const contents = new Uint32Array(memory.buffer)
  const result = contents.subarray(contents.length - resultSize)
  contents.set(tuples)
  const words: number[][] = []
  const traps: (number | undefined)[] = []
  for (let tuple = 0; tuple < tuples.length / size; tuple++) {
    const trap = trapOf(() => run(4 * size * tuple, result.byteOffset))
    traps.push(trap)
    words.push(trap === undefined ? [...result] : Array.from({ length: resultSize }, () => 0))
  }
  return { words, traps }
}

function trapOf(run: () => void): number | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return trapCode(trapCauseOf(error))
  }
}

/** A function of two addresses: of the operands, and of where the result goes. */
function instantiate(
  instruction: Instruction,
  memory: WebAssembly.Memory,
): (source: number, target: number) => void {
  const module = new WebAssembly.Module(new Uint8Array(encodeModule(moduleOf(instruction))))
  const { run } = new WebAssembly.Instance(module, { '': { memory } }).exports
  return run as (source: number, target: number) => void
}

function moduleOf({ name, immediates = [], parameters, result }: Instruction): Module {
  let offset = 0
  const loads = parameters.flatMap((type) => {
    offset += 4 * wordCount(type)
    return [local(0), access(`${type}.load`, offset - 4 * wordCount(type))]
  })
  const store = access(`${result === 'bool' ? 'i32' : result}.store`, 0)
  const code = [local(1), ...loads, encodeInstruction({ opcode: opcodeOf(name), immediates }), store]
  const instructions = Uint8Array.from([...code.flatMap((bytes) => [...bytes]), 0x0b])
  const func = { kind: 'func', parameters: ['i32', 'i32'], results: [] } as const
  const limits = { minimum: 1n }
  return {
    types: [{ explicit: false, types: [{ final: true, supertypes: [], composite: func }] }],
    imports: [
      { module: '', name: 'memory', type: { kind: 'memory', type: { limits, shared: false, index: 'i32' } } },
    ],
    functions: [0],
    tables: [],
    memories: [],
    tags: [],
    globals: [],
    exports: [{ name: 'run', kind: 'func', index: 0 }],
    elements: [],
    code: [{ locals: [], instructions, offset: 0, instructionsOffset: 0 }],
    data: [],
    customs: [],
  }
}

function local(index: number): Uint8Array {
  return encodeInstruction({ opcode: opcodeOf('local.get'), immediates: [{ kind: 'local', index }] })
}

function access(name: string, offset: number): Uint8Array {
  const argument = { kind: 'memarg', align: 0, memory: 0, offset: BigInt(offset) } as const
  return encodeInstruction({ opcode: opcodeOf(name), immediates: [argument] })
}
