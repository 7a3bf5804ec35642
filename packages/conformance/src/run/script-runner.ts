import type { Device } from '@weft/backend'
import type { Action, Command, ModuleDefinition, Written } from '../script/command.js'
import { type Call, callOf, checkedCall, spoiling } from './call.js'
import type { CallRunner } from './call-runner.js'
import type { CaseLog } from './case-log.js'
import { InstanceScope } from './instance-scope.js'
import { instantiate } from './instantiate.js'
import { prepareAhead } from './prepare-ahead.js'
import type { Refusal } from './prepare-target.js'
import { otherPartReasons } from './report.js'
import { TestInstance } from './test-instance.js'
import { causeOf } from './trap-message.js'

type Of<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>

const endlessRecursion = 'exhausts the call stack: needs recursion without end'

/** Runs the commands of one script, in order as far as it can be seen. */
export class ScriptRunner {
  private readonly scope = new InstanceScope()
  private preparing: Promise<void> | undefined
  private readonly device: Device
  private readonly calls: CallRunner
  private readonly log: CaseLog

  constructor(device: Device, calls: CallRunner, log: CaseLog) {
    this.device = device
    this.calls = calls
    this.log = log
  }

  async run(commands: readonly Command[], onCommand: () => void = () => {}): Promise<void> {
    try {
      for (const [index, command] of commands.entries()) {
        await this.command(command)
        if (command.kind === 'module' || command.kind === 'instance')
          this.prepareAhead(commands.slice(index + 1))
        onCommand()
      }
      await this.calls.flush()
    } finally {
      await this.preparing
      await this.scope.free(true)
    }
  }

  private prepareAhead(commands: readonly Command[]): void {
    const instance = this.scope.find(undefined)
    if (instance instanceof TestInstance) this.preparing = prepareAhead(instance, commands, this.device)
  }

  private command(command: Command): Promise<void> | void {
    switch (command.kind) {
      case 'module':
        this.scope.define(command.definition)
        return command.instantiated ? this.enter(command, command.definition) : undefined
      case 'instance':
        return this.enterDefined(command)
      case 'register':
        return this.scope.register(command.as, command.instance)
      case 'action':
        return this.withCall(command, command.action, (call) =>
          this.calls.returns(call, { written: command, arguments: call.arguments }),
        )
      case 'assert_return':
        return this.assertReturn(command)
      case 'assert_trap':
        return this.assertTrap(command)
      case 'assert_exception':
        return this.withCall(command, command.action, (call) =>
          this.calls.traps(call, command, 'uncaught exception'),
        )
      case 'assert_exhaustion':
        return this.skipCall(command, command.action, endlessRecursion)
      case 'other-assertion':
        return this.log.skip(command, otherPartReasons[command.about])
      case 'unknown':
        return command.assertion ? this.log.skip(command, command.reason) : undefined
    }
  }

  private async assertReturn(command: Of<'assert_return'>): Promise<void> {
    const { action, expected, expectedText } = command
    if (expected.flat().some(({ type }) => type === 'reference')) {
      return this.skipCall(command, action, 'returns a reference: needs references as values')
    }
    await this.withCall(command, action, (call) => {
      const results = { results: expected, text: expectedText }
      return this.calls.returns(call, { written: command, arguments: call.arguments, expected: results })
    })
  }

  private async assertTrap(command: Of<'assert_trap'>): Promise<void> {
    const { action, message } = command
    const cause = causeOf(message)
    if (!('field' in action)) return this.assertModuleTrap(command, action)
    if (cause === undefined) return this.skipCall(command, action, `no device has traps called "${message}"`)
    await this.withCall(command, action, (call) => this.calls.traps(call, command, cause))
  }

  /** The module must trap when it is instantiated: only a start function is the device's part. */
  private async assertModuleTrap(command: Of<'assert_trap'>, definition: ModuleDefinition): Promise<void> {
    const made = await instantiate(definition.source, this.scope)
    if ('refusal' in made) return this.refuse(command, made)
    this.scope.hold(made.instance)
    const cause = causeOf(command.message)
    const call = made.trap === undefined ? startCall(made.instance) : undefined
    if (call === undefined) this.log.skip(command, otherPartReasons.instantiation)
    else if (cause === undefined) this.log.skip(command, `no device has traps called "${command.message}"`)
    else this.refuse(command, await this.calls.traps(call, command, cause))
  }

  private async enterDefined(command: Of<'instance'>): Promise<void> {
    const definition = this.scope.definition(command.of)
    if (definition === undefined) return this.log.fail(command, 'a module', 'it was not defined')
    await this.enter(command, { ...definition, name: command.name })
  }

  private async enter(written: Written, definition: ModuleDefinition): Promise<void> {
    await this.calls.flush()
    await this.preparing
    await this.scope.free()
    const made = await instantiate(definition.source, this.scope)
    if ('refusal' in made) {
      this.scope.enter(definition.name, made)
      if (made.failure) this.log.fail(written, 'a module', made.refusal)
      return
    }
    this.scope.enter(definition.name, made.instance)
    if (made.trap !== undefined) return this.log.fail(written, 'an instance', `trap: ${made.trap}`)
    await this.start(written, made.instance)
  }

  private async start(written: Written, instance: TestInstance): Promise<void> {
    const call = startCall(instance)
    if (call === undefined) return
    const checked = checkedCall(call, this.device.info)
    const refusal =
      'refusal' in checked ? checked : await this.calls.returns(checked, { written, arguments: [] })
    if (refusal?.failure) this.refuse(written, refusal)
  }

  /** Finds what an action calls, and logs why the call could not be made, if so. */
  private async withCall(
    command: Command,
    action: Action,
    make: (call: Call) => Promise<Refusal | undefined>,
  ): Promise<void> {
    const call = callOf(action, this.scope.find(action.instance), this.device.info)
    const refusal = 'refusal' in call ? call : await make(call)
    // An action is no assertion: if it is skipped, what depends on it is skipped.
    if (command.kind !== 'action' || refusal?.failure) this.refuse(command, refusal)
  }

  private async skipCall(command: Command, action: Action, reason: string): Promise<void> {
    await this.withCall(command, action, async (call) => spoiling(call.instance, call.effects, reason))
  }

  private refuse(written: Written, refusal: Refusal | undefined): void {
    if (refusal === undefined) return
    if (refusal.failure) this.log.fail(written, 'a call', refusal.refusal)
    else this.log.skip(written, refusal.refusal)
  }
}

function startCall(instance: TestInstance): Call | undefined {
  const target = instance.start
  if (target === undefined) return undefined
  return { instance, target, effects: instance.source.effectsOf(target), arguments: [] }
}
