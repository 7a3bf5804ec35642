import type { Action, FunctionPlan, PassedType, Program, Step, Style } from './driver/program.js'

function step(action: Action, a = 0, b = 0, c = 0, wild = false): Step {
  return { action, a, b, c, wild }
}

function fn(inst: number, style: Style = 'callback', param: PassedType = 'none', result: PassedType = 'u32') {
  return { inst, style, param, result } satisfies FunctionPlan
}

function program(waits: readonly boolean[], targets: readonly number[], more: Partial<Program>): Program {
  return {
    instances: waits.map((each) => ({ parent: undefined, waits: each })),
    functions: waits.map((_, inst) => fn(inst)),
    hostCalls: targets.map((target) => ({ target, settle: false })),
    types: [0],
    steps: [],
    seed: 0,
    ...more,
  }
}

/** Programs on which abi once did what it may not, by what that was. */
export const foundPrograms: Record<string, Program> = {
  'a second result that cannot be lifted: the traps in the order of the text': program([false, false], [0], {
    functions: [fn(0, 'stackful'), fn(1), fn(1, 'callback', 'none', 0), fn(0, 'callback', 0, 0)],
    steps: [step('call', 73), step('new'), step('return'), step('return', 0, 0, 0, true)],
  }),
  'a call that waits for a thread to give way, which blocks again instead': program([true, true], [0], {
    steps: [step('call', 0, 15), step('thread-yield'), step('call', 0, 15), step('new'), step('copy')],
  }),
  'two tasks that wait for each other to let a call start': program([true, true], [0], {
    functions: [fn(0), fn(1), fn(0, 'callback', 0, 0)],
    steps: [
      ...[step('call'), step('return'), step('thread-yield'), step('call', 0, 45), step('yield')],
      step('call', 0, 47),
    ],
    seed: 7,
  }),
  'a call that must wait for its start, but was not made to be able to': {
    ...program([true, false, false, false], [0], {
      functions: [fn(0), fn(1), fn(2), fn(3), fn(0, 'callback', 'none', 0)],
      steps: [
        ...[step('call'), step('call'), step('inc'), step('yield'), step('exit'), step('call', 46, 183)],
        ...[step('yield'), step('exit'), step('call', 151, 139)],
      ],
    }),
    hostCalls: [{ target: 0, settle: true }],
  },
  'an end that another task was told while the canceller waited': program([false, true, true], [1], {
    functions: [fn(0), fn(1, 'stackful'), fn(2), fn(0, 'callback', 0, 'none')],
    steps: [step('call', 0, 85), step('thread-yield', 0, 67), step('subtask-cancel'), step('wait')],
  }),
}
