import type { CaseLog } from '../../run/case-log.js'
import type { ComponentParser } from '../assemble/component-parser.js'
import type { Directive, Subject } from '../script/directive.js'
import { type ComponentValue, formatComponentValue, sameValue } from '../values/component-value.js'
import { InstanceScope, type Named } from './instance-scope.js'
import { isRefusedFor, type Refusal, refusalOf } from './refusal.js'
import type { ComponentRuntime, RunnableComponent } from './runtime.js'
import { ScriptComponents } from './script-components.js'
import { within } from './time-limit.js'

type Of<Kind extends Directive['kind']> = Directive & { readonly kind: Kind }

export interface DirectiveRunnerOptions {
  readonly runtime: ComponentRuntime
  readonly parser: ComponentParser
  readonly log: CaseLog
  readonly timeLimitMs: number
}

/** Runs the directives of one script, one after the other. */
export class DirectiveRunner implements Disposable {
  private readonly scope = new InstanceScope()
  private readonly components: ScriptComponents
  private readonly log: CaseLog
  private readonly timeLimitMs: number

  constructor({ runtime, parser, log, timeLimitMs }: DirectiveRunnerOptions) {
    this.components = new ScriptComponents(runtime, parser, this.scope)
    this.log = log
    this.timeLimitMs = timeLimitMs
  }

  [Symbol.dispose](): void {
    this.scope[Symbol.dispose]()
  }

  run(directive: Directive): Promise<void> | void {
    switch (directive.kind) {
      case 'component':
        return this.component(directive)
      case 'instance':
        return this.enter(directive, directive.name, this.scope.definition(directive.of))
      case 'register':
        return this.scope.register(directive.as, directive.instance)
      case 'invoke':
        return this.invoke(directive)
      case 'assert_return':
        return this.assertReturn(directive)
      case 'assert_trap':
      case 'assert_exhaustion':
        return this.assertTrap(directive, directive.subject, directive.message)
      case 'assert_exception':
        return this.assertTrap(directive, directive.subject, 'uncaught exception')
      case 'assert_invalid':
      case 'assert_malformed':
        return this.assertRefused(directive)
      case 'assert_unlinkable':
        return this.assertUnlinkable(directive)
      case 'core-module':
        return this.scope.enter(undefined, { missing: 'the latest instance is that of a core module' })
      case 'skipped':
        return this.log.skip(directive, directive.reason)
      case 'unreadable':
        return this.log.fail(directive, 'a directive of a component script', directive.message)
    }
  }

  private async component(directive: Of<'component'>): Promise<void> {
    const { definition, instantiated } = directive
    const component = await this.attempt(this.components.compile(definition))
    if ('kind' in component) this.log.fail(directive, 'a component', component.message)
    const named: Named<RunnableComponent> = 'kind' in component ? missing(directive) : component.value
    if (!instantiated) return this.scope.define(definition.name, named)
    if ('missing' in named) this.scope.enter(definition.name, named)
    else await this.enter(directive, definition.name, named)
  }

  private async enter(
    directive: Of<'component' | 'instance'>,
    name: string | undefined,
    component: Named<RunnableComponent>,
  ): Promise<void> {
    const instance = await this.attempt(this.components.instantiate(component))
    if ('kind' in instance) this.log.fail(directive, 'an instance', instance.message)
    this.scope.enter(name, 'kind' in instance ? missing(directive) : instance.value)
  }

  /** An invocation that is no assertion counts only if it fails. */
  private async invoke(directive: Of<'invoke'>): Promise<void> {
    const result = await this.attempt(this.components.call(directive.invocation))
    if ('kind' in result) this.log.fail(directive, 'a call that returns', result.message)
  }

  private async assertReturn(directive: Of<'assert_return'>): Promise<void> {
    const result = await this.attempt(this.components.call(directive.invocation))
    const expected = directive.expectedText === '' ? 'no result' : directive.expectedText
    if ('kind' in result) return this.log.fail(directive, expected, result.message)
    const { value } = result
    const same = value.length === directive.expected.length && value.every(isSameAs(directive.expected))
    if (same) return this.log.pass()
    this.log.fail(directive, expected, value.map(formatComponentValue).join(' ') || 'no result')
  }

  private async assertTrap(directive: Directive, subject: Subject, message: string): Promise<void> {
    const work =
      subject.kind === 'invoke'
        ? this.components.call(subject.invocation)
        : this.components.start(subject.definition)
    this.judge(directive, await this.attempt<unknown>(work), `trap: ${message}`, (refusal) => {
      return refusal.kind === 'trap' && isRefusedFor(refusal, message)
    })
  }

  private async assertRefused(directive: Of<'assert_invalid' | 'assert_malformed'>): Promise<void> {
    const { kind, definition, message } = directive
    const outcome = await this.attempt(this.components.compile(definition))
    this.judge(directive, outcome, `refused: ${message}`, (refusal) => {
      if (refusal.kind === 'other') return false
      // Each parser has its own words for what is no text or binary of a component at all.
      const malformed = refusal.kind === 'syntax' || refusal.kind === 'binary'
      return (kind === 'assert_malformed' && malformed) || isRefusedFor(refusal, message)
    })
  }

  private async assertUnlinkable(directive: Of<'assert_unlinkable'>): Promise<void> {
    const { definition, message } = directive
    const outcome = await this.attempt(this.components.start(definition))
    this.judge(directive, outcome, `not linked: ${message}`, (refusal) => {
      return refusal.kind === 'link' && isRefusedFor(refusal, message)
    })
  }

  private judge(
    directive: Directive,
    outcome: Outcome<unknown>,
    expected: string,
    isExpected: (refusal: Refusal) => boolean,
  ): void {
    if (!('kind' in outcome)) this.log.fail(directive, expected, 'it was accepted, and ended without a trap')
    else if (isExpected(outcome)) this.log.pass()
    else this.log.fail(directive, expected, `${outcome.kind === 'trap' ? 'trap: ' : ''}${outcome.message}`)
  }

  private async attempt<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
    try {
      return { value: await within(this.timeLimitMs, work) }
    } catch (error) {
      return refusalOf(error)
    }
  }
}

type Outcome<Value> = { readonly value: Value } | Refusal

function isSameAs(expected: readonly ComponentValue[]) {
  return (value: ComponentValue, index: number) => sameValue(value, expected[index]!)
}

function missing({ line }: Directive): { readonly missing: string } {
  return { missing: `it is that of line ${line}, which failed` }
}
