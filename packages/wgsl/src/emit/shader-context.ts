import type { KernelSource, Segment, TrapSite } from '../compiled-kernel.js'
import type { Lowerings } from '../instructions/lowering.js'
import { numericLowerings } from '../instructions/numeric-lowerings.js'
import type { CheckedOptions } from '../options.js'
import type { BlockNode, Node } from '../read/node.js'
import type { Program } from '../read/program.js'
import { forEachPlain } from '../read/walk.js'
import { needsAtomics } from '../runtime/memory-layout.js'
import type { FloatMode } from '../value-type.js'
import type { Analysis } from './analysis.js'
import { IndexSets } from './index-sets.js'

/** Sites that a trap word has room for; the places of later ones are not told. */
const maximumSites = 0xffff

/** One round of emission: what all functions of a shader share. */
export class ShaderContext {
  readonly source: KernelSource
  readonly program: Program
  readonly options: CheckedOptions
  readonly mode: FloatMode
  readonly lowerings: Lowerings
  readonly analysis: Analysis
  readonly helpers = new Set<string>()
  readonly globals = new Set<number>()
  /** Passive data segments in use. */
  readonly data = new Set<number>()
  readonly indexSets = new IndexSets()
  readonly structs = new Map<string, string>()
  /** Site 0 is the unknown place. */
  readonly sites: TrapSite[]
  private vectors: boolean | undefined
  private readonly accessSites = new Map<number, string>()

  readonly braces = new Map<number, number>()
  /** Parameters of the kernel that it uses. */
  readonly kernelParameters = new Set<number>()
  /** The printed functions. */
  readonly functions = new Map<number, readonly string[]>()
  /** Loads and stores, and how many of them take a slow form. */
  readonly accesses = { total: 0, unaligned: 0, anywhere: 0 }
  readonly segments: readonly Segment[]

  constructor(
    source: KernelSource,
    program: Program,
    options: CheckedOptions,
    segments: readonly Segment[],
    analysis: Analysis,
  ) {
    this.segments = segments
    this.source = source
    this.program = program
    this.options = options
    this.mode = options.float
    this.lowerings = numericLowerings(options.float)
    this.analysis = analysis
    this.sites = [this.siteOf(program.kernel, undefined)]
  }

  /**
   * Whether a turn of a loop can stop its iteration in a way that the loop would not notice, or depend on what another
   * function does: by reading out of bounds or by computing what traps.
   */
  canBeStopped(loop: BlockNode): boolean {
    let found = false
    forEachPlain(loop.body, ({ name }) => {
      const reads = this.options.bounds === 'check' && (name.includes('load') || name.startsWith('memory.'))
      found ||= reads || name.startsWith('call') || this.lowerings[name]?.mayTrap === true
    })
    return found
  }

  /** Some value of the program is a vector. */
  get usesVectors(): boolean {
    this.vectors ??= [...this.program.functions.values()].some(({ body }) => hasVectors(body))
    return this.vectors
  }

  /** Notes how deep braces nest in a function. */
  noteBraces(functionIndex: number, braces: number): void {
    this.braces.set(functionIndex, Math.max(braces, this.braces.get(functionIndex) ?? 0))
  }

  get stackSegment(): number | undefined {
    const position = this.segments.findIndex(({ kind }) => kind === 'stack')
    return position < 0 ? undefined : position
  }

  /** Bytes of shadow stack for one iteration: what the kernel needs, or all it has where that cannot be told. */
  get stackBytes(): number {
    if (this.source.stack === undefined) return 0
    const needed = this.analysis.stackBytes.get(this.program.kernel) ?? 0
    const aligned = 16 * Math.ceil(needed / 16)
    return Math.max(16, Math.min(aligned, 16 * Math.ceil(this.source.stack.sizeBytes / 16)))
  }

  /** Something can stop an iteration: a trap, or an access that may leave its segments. */
  get canStop(): boolean {
    return (
      this.options.bounds === 'check' ||
      this.sites.length > 1 ||
      this.helpers.has('place') ||
      needsAtomics(this.helpers)
    )
  }

  /** The call of a helper, which becomes part of the shader. */
  call(helper: string, ...operands: readonly string[]): string {
    this.helpers.add(helper)
    return `${helper}(${operands.join(', ')})`
  }

  /** A literal for the place of an instruction that can trap. */
  site(functionIndex: number, offset: number): string {
    return this.addSite(this.siteOf(functionIndex, offset))
  }

  /** The place of the memory accesses of a function, which are told apart only if there is one. */
  accessSite(functionIndex: number): string {
    const known = this.accessSites.get(functionIndex)
    if (known !== undefined) return known
    const offsets = accessOffsets(this.program.functions.get(functionIndex)?.body ?? [])
    const site = this.addSite(this.siteOf(functionIndex, offsets.length === 1 ? offsets[0] : undefined))
    this.accessSites.set(functionIndex, site)
    return site
  }

  private addSite(site: TrapSite): string {
    if (this.sites.length >= maximumSites) return '0u'
    this.sites.push(site)
    return `${this.sites.length - 1}u`
  }

  private siteOf(functionIndex: number, offset: number | undefined): TrapSite {
    const known = this.source.functions[functionIndex]
    if (known === undefined) {
      return { functionIndex, sourceFunctionIndex: functionIndex, functionName: undefined, offset }
    }
    return {
      functionIndex,
      sourceFunctionIndex: known.sourceIndex,
      functionName: known.name,
      offset: offset === undefined ? undefined : offset - known.offset + known.sourceOffset,
    }
  }
}

/** Where a body accesses memory. */
function accessOffsets(body: readonly Node[]): number[] {
  const offsets: number[] = []
  forEachPlain(body, ({ name, immediates, offset }) => {
    const bulk = name === 'memory.copy' || name === 'memory.fill' || name === 'memory.init'
    if (bulk || immediates.some(({ kind }) => kind === 'memarg')) offsets.push(offset)
  })
  return offsets
}

function hasVectors(body: readonly Node[]): boolean {
  let found = false
  forEachPlain(body, ({ name }) => {
    found ||= /^v128|x\d+\./.test(name)
  })
  return found
}
