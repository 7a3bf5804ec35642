import {
  type DataSegment,
  decodeModule,
  type Expression,
  type ExtractedStatic,
  encodeInstruction,
  encodeModule,
  type Import,
  opcodeOf,
} from '@weft/wasm-binary'

const pageBytes = 65_536

export interface KernelParts {
  /** Of a module that imports its memory. */
  readonly bytes: Uint8Array
  /** What has to lie in the memory. */
  readonly statics: readonly ExtractedStatic[]
}

/**
 * The bytes of a kernel that nobody describes beside them: its static data are active segments, which a host lays into
 * the memory that it gives to the kernel. `named`: with the names of functions, for messages.
 */
export function kernelModule({ bytes, statics }: KernelParts, named: boolean): Uint8Array {
  const module = decodeModule(bytes)
  // Memory is zero before.
  const laid = statics.filter((each) => each.bytes.some((byte) => byte !== 0))
  const end = Math.max(0, ...laid.map(({ address, bytes }) => address + bytes.length))
  return encodeModule({
    ...module,
    imports: module.imports.map((each) => withMemoryOf(each, Math.ceil(end / pageBytes))),
    // Nobody sets its globals.
    exports: module.exports.filter(({ kind }) => kind === 'func'),
    data: [...module.data, ...laid.map(segment)],
    customs: named ? module.customs : [],
  })
}

function withMemoryOf(imported: Import, pages: number): Import {
  if (imported.type.kind !== 'memory') return imported
  const { type } = imported.type
  const limits = { ...type.limits, minimum: BigInt(pages) }
  return { ...imported, type: { kind: 'memory', type: { ...type, limits } } }
}

function segment({ address, bytes }: ExtractedStatic): DataSegment {
  return { mode: 'active', memory: 0, offset: constant(address), bytes }
}

function constant(value: number): Expression {
  const code = encodeInstruction({
    opcode: opcodeOf('i32.const'),
    immediates: [{ kind: 'i32', value: value | 0 }],
  })
  return Uint8Array.from([...code, opcodeOf('end')])
}
