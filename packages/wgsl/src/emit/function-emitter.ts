import { type Fact, joinLocals, type LocalFacts, noFact } from '../facts/fact.js'
import type { Node } from '../read/node.js'
import type { ProgramFunction } from '../read/program.js'
import { forEachPlain } from '../read/walk.js'
import { type ValueType, wgslType, wgslZero } from '../value-type.js'
import type { Frame } from './frame.js'
import { LocalForms } from './local-forms.js'
import type { ShaderContext } from './shader-context.js'
import { namedValue, type Reads, readsNothing, type Value } from './value.js'

/** Expressions longer than this get a name: Tint limits how deep they may nest. */
const maximumExpressionLength = 600

type BodyPrinter = (emitter: FunctionEmitter, body: readonly Node[]) => boolean

/** Prints one function. Holds the operand stack of values that are not evaluated yet, and the open frames. */
export class FunctionEmitter {
  readonly context: ShaderContext
  readonly function: ProgramFunction
  readonly frames: Frame[] = []
  stack: Value[] = []
  /** Facts of the locals, and behind them of the stack pointer; undefined where the program does not come. */
  facts: LocalFacts
  usesBranchVariable = false
  usesZero = false
  /** Memory was accessed since it was last asked whether the iteration was stopped. */
  pendingAccesses = false
  /** Branches and `if`s that leave a loop when the iteration is stopped, and whether they leave it by being taken. */
  readonly stopTests = new Map<Node, boolean>()
  readonly assigned: ReadonlySet<number>
  readonly segments = new Set<number>()
  /** Parameters in use. */
  readonly parameters = new Set<number>()
  /** What is known of locals in words, by local. */
  readonly forms = new LocalForms()
  private readonly lines: string[] = []
  private readonly expressions = new Map<
    string,
    { readonly name: string; readonly locals: ReadonlySet<number> }
  >()
  private indentation = 1
  private braces = 1
  private names = 0
  private frameIds = 0

  private readonly printBody: BodyPrinter

  constructor(
    context: ShaderContext,
    target: ProgramFunction,
    assigned: ReadonlySet<number>,
    printBody: BodyPrinter,
  ) {
    this.printBody = printBody
    this.context = context
    this.function = target
    this.assigned = assigned
  }

  /** Prints the body of the innermost frame. False if its end is not reached. */
  emitBody(body: readonly Node[]): boolean {
    return this.printBody(this, body)
  }

  // Text

  line(text: string): void {
    this.lines.push('  '.repeat(this.indentation) + text)
  }

  /** Takes back the last line if it is `text` and belongs to the innermost braces. */
  dropLast(text: string): void {
    if (this.lines.at(-1) === '  '.repeat(this.indentation) + text) this.lines.pop()
  }

  open(text: string): void {
    this.braces += text.split('{').length - 1
    this.context.noteBraces(this.function.index, this.braces)
    this.expressions.clear()
    this.forms.open()
    this.line(text)
    this.indentation++
  }

  close(text = '}'): void {
    this.braces -= text.split('}').length - 1
    this.expressions.clear()
    this.forms.close()
    this.indentation--
    this.line(text)
  }

  /** Closes one body and opens the next of the same statement. */
  between(text: string): void {
    this.close(text)
    this.braces++
    this.forms.open()
    this.indentation++
  }

  text(): readonly string[] {
    return this.lines
  }

  name(prefix: string): string {
    return `${prefix}${this.names++}`
  }

  nextFrameId(): number {
    return ++this.frameIds
  }

  typeName(type: ValueType): string {
    return wgslType(type, this.context.mode)
  }

  localName(index: number): string {
    if (index >= this.function.signature.parameters.length) return `l${index}`
    this.parameters.add(index)
    return this.assigned.has(index) ? `l${index}` : `p${index}`
  }

  /** Names for the first and the last word of a segment, which the head of the function declares. */
  segmentWords(segment: number): [first: string, last: string] {
    this.segments.add(segment)
    return [`first${segment}`, `last${segment}`]
  }

  /**
   * A name for an expression over locals, the same as long as none of them changes and no block begins or ends: a shift
   * costs SwiftShader as much as an access.
   */
  shared(text: string, reads: Reads): string {
    const known = this.expressions.get(text)
    if (known !== undefined) return known.name
    const name = this.name('t')
    this.line(`let ${name} = ${text};`)
    this.expressions.set(text, { name, locals: reads.locals })
    return name
  }

  /** In front of a loop, whose body may run again with other values. */
  forgetAssigned(body: readonly Node[]): void {
    forEachPlain(body, ({ name, immediates: [local] }) => {
      if (name !== 'local.get' && local?.kind === 'local') this.forms.forget(local.index)
    })
  }

  private forget(local: number): void {
    for (const [text, { locals }] of this.expressions) if (locals.has(local)) this.expressions.delete(text)
  }

  /**
   * A zero word of a vector that the shader's compiler does not see through. SwiftShader gets `~v`, `v | c`, `v == w` and
   * other operations wrong on vectors that only its optimiser knows to be zero.
   */
  zeroWord(): string {
    this.usesZero = true
    return 'zero'
  }

  // Operand stack

  push(value: Value): void {
    this.stack.push(value.text.length > maximumExpressionLength ? this.named(value) : value)
  }

  pop(): Value {
    return this.stack.pop()!
  }

  /** Takes `count` operands, the deepest first. */
  take(count: number): Value[] {
    return count === 0 ? [] : this.stack.splice(this.stack.length - count)
  }

  /** Evaluates a value now, and gives the name of what it is. */
  named(value: Value): Value {
    if (value.simple && value.reads === readsNothing) return value
    const name = this.name('t')
    this.line(`let ${name} = ${value.text};`)
    return { ...namedValue(value.type, name, value.fact), constant: value.constant }
  }

  private evaluateWhere(condition: (value: Value) => boolean): void {
    this.stack.forEach((value, index) => {
      if (condition(value)) this.stack[index] = this.named(value)
    })
  }

  evaluateAll(): void {
    this.evaluateWhere(() => true)
  }

  evaluateMemory(): void {
    this.evaluateWhere(({ reads }) => reads.memory)
  }

  evaluateGlobals(): void {
    this.evaluateWhere(({ reads }) => reads.globals)
  }

  /** Before a local changes. */
  evaluateLocal(index: number): void {
    this.forget(index)
    this.forms.forget(index)
    this.evaluateWhere(({ reads }) => reads.locals.has(index))
  }

  // Traps

  site(node: Pick<Node, 'offset'>): string {
    return this.context.site(this.function.index, node.offset)
  }

  /** A statement that leaves the function with zeros, as one does that has trapped. */
  get leave(): string {
    const { results } = this.function.signature
    if (results.length === 0) return 'return;'
    if (results.length === 1) return `return ${wgslZero(results[0]!, this.context.mode)};`
    return `return ${this.structName(results)}();`
  }

  markTrapping(): void {
    this.context.analysis.setTrapping(this.function.index)
  }

  /** Leaves the function if the iteration was stopped: it trapped, or left its segments, which is then said. */
  leaveIfStopped(): void {
    this.markTrapping()
    this.pendingAccesses = false
    this.line(`if (i32(stopped) < 0) { ${this.outside()}; ${this.leave} }`)
  }

  /** The condition of a branch or an `if`, made so that a stopped iteration leaves its loop there. */
  unlessStopped(node: Node, condition: string): string {
    const leaves = this.stopTests.get(node)
    if (leaves === undefined) return condition
    return leaves ? `(${condition} | (i32(stopped) < 0))` : `(${condition} & (i32(stopped) >= 0))`
  }

  /** Notes that accesses of this function, or of `functionIndex`, were out of bounds if nothing else stopped it. */
  outside(functionIndex = this.function.index): string {
    return this.context.call('outside', this.context.accessSite(functionIndex))
  }

  // Facts

  factOf(local: number): Fact {
    return this.facts?.[local] ?? noFact
  }

  setFact(local: number, fact: Fact): void {
    if (this.facts !== undefined) this.facts = this.facts.with(local, fact)
  }

  /** Position of the stack pointer among the facts. */
  get stackPointer(): number {
    return this.function.locals.length
  }

  /** Notes that a branch takes the facts of this place to a frame's label. */
  joinInto(frame: Frame): void {
    if (frame.kind !== 'loop') frame.pending = joinLocals(frame.pending, this.facts)
    else this.joinLoopHead(frame.node!)
  }

  joinLoopHead(node: Node): void {
    this.context.analysis.joinLoopHead(node, this.facts)
  }

  /** The struct type that several results are returned in. */
  structName(types: readonly ValueType[]): string {
    const names = types.map((type) => this.typeName(type))
    const name = `Results_${names.join('_')}`
    const members = names.map((member, index) => `r${index}: ${member}`)
    this.context.structs.set(name, `struct ${name} { ${members.join(', ')} }`)
    return name
  }
}
