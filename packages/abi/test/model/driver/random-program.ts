import fc from 'fast-check'
import {
  type Action,
  actions,
  copyTypes,
  type FunctionPlan,
  type PassedType,
  type Program,
  type Step,
  type Style,
} from './program.js'

const weights: Record<Action, number> = {
  new: 5,
  copy: 20,
  cancel: 3,
  drop: 4,
  'set-new': 3,
  'set-drop': 1,
  join: 8,
  poll: 3,
  wait: 4,
  call: 12,
  'subtask-cancel': 4,
  'subtask-drop': 2,
  return: 4,
  'task-cancel': 3,
  inc: 2,
  dec: 2,
  'thread-yield': 1,
  exit: 1,
  yield: 2,
  'wait-for': 6,
}

const small = fc.nat(255)
/** Few types in one program, so that its ends meet. */
const types = fc.array(fc.constantFrom(0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6, 7), {
  minLength: 1,
  maxLength: 3,
})
const passed: fc.Arbitrary<PassedType> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<PassedType>('none', 'u32') },
  { weight: 2, arbitrary: fc.nat(copyTypes.length - 1) },
)
const style: fc.Arbitrary<Style> = fc.constantFrom(
  'callback',
  'callback',
  'callback',
  'stackful',
  'sync-lifted',
  'sync',
)

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...actions.flatMap((action) => new Array<Action>(weights[action]).fill(action))),
  a: small,
  b: small,
  c: small,
  wild: fc.nat(199).map((n) => n === 199),
})

const plan: fc.Arbitrary<FunctionPlan> = fc.record({ inst: fc.nat(3), style, param: passed, result: passed })

function oneOf(types: readonly number[], type: PassedType): PassedType {
  return typeof type === 'number' ? types[type % types.length]! : type
}

/** `waits`: whether instances may have functions that wait with frames on a stack. */
export function randomProgram(waits: boolean): fc.Arbitrary<Program> {
  const instance = fc.record({
    parent: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(3) }),
    waits: waits ? fc.boolean() : fc.constant(false),
  })
  return fc
    .record({
      instances: fc.array(instance, { minLength: 2, maxLength: 4 }),
      types,
      mains: fc.array(style, { minLength: 4, maxLength: 4 }),
      others: fc.array(plan, { minLength: 1, maxLength: 6 }),
      hostCalls: fc.array(fc.record({ target: fc.nat(3), settle: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
      steps: fc.array(step, { maxLength: 160, size: 'max' }),
      seed: fc.oneof(fc.constant(0), fc.nat()),
    })
    .map(({ instances, types, mains, others, hostCalls, steps, seed }) => ({
      instances: instances.map(({ parent, waits }, index) => ({
        parent: parent !== undefined && parent < index ? parent : undefined,
        waits,
      })),
      functions: [
        ...instances.map(
          (_, inst): FunctionPlan => ({ inst, style: mains[inst]!, param: 'none', result: 'u32' }),
        ),
        ...others.map(({ inst, style, param, result }) => ({
          inst: inst % instances.length,
          style,
          param: oneOf(types, param),
          result: oneOf(types, result),
        })),
      ],
      hostCalls: hostCalls.map(({ target, settle }) => ({ target: target % instances.length, settle })),
      types,
      steps,
      seed,
    }))
}
