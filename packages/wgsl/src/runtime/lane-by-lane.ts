const rotations = {
  32: { lane: 'x', others: 'yzw', rotated: 'yzwx', truth: '0u - u32' },
  64: { lane: 'xy', others: 'zw', rotated: 'zwxy', truth: 'vec2u(0u) - u32' },
} as const

/**
 * A body that calls a helper on scalars for one lane after the other, in a loop: soft floats are long, and compilers
 * copy them to wherever they are called. `truth`: the helper gives a `bool`.
 */
export function laneByLane(helper: string, bits: 32 | 64, parameters: 'a' | 'ab', truth = false): string {
  const { lane, others, rotated, truth: mask } = rotations[bits]
  const names = [...parameters]
  const call = `${helper}(${names.map((name) => `${name}_rest.${lane}`).join(', ')})`
  const variables = names.map((name) => `var ${name}_rest = ${name};`).join(' ')
  const steps = names.map((name) => `${name}_rest = ${name}_rest.${rotated};`).join(' ')
  return `var r: vec4u; ${variables}
  for (var lane = 0u; lane < ${128 / bits}u; lane++) {
    r = vec4u(r.${others}, ${truth ? `${mask}(${call})` : call}); ${steps}
  }
  return r;`
}
