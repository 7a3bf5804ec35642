/**
 * Where a number points: into a segment, by its position, because it is the start of the segment moved by numbers that
 * are no pointers; nowhere, since it is such a number (`none`); or it cannot be told (`any`). What is loaded counts as a
 * number: a pointer that comes from memory is looked up, but a difference of pointers into two buffers must not be
 * stored, loaded, and added to one of them.
 */
type Origin = number | 'none' | 'any'

/** What is known of an i32 at one place of the program. */
export interface Fact {
  /** Trailing bits that are zero for sure, 0 to 32. */
  readonly zeros: number
  readonly origin: Origin
  /** For a pointer into the shadow stack: its distance in bytes from the stack pointer the function was entered with. */
  readonly depth: number | undefined
}

export const noFact: Fact = { zeros: 0, origin: 'none', depth: undefined }

/** Of a value about which nothing at all is known. */
export const unknownFact: Fact = { zeros: 0, origin: 'any', depth: undefined }

export function constantFact(value: number): Fact {
  return { zeros: trailingZeros(value), origin: 'none', depth: undefined }
}

export function trailingZeros(value: number): number {
  return value === 0 ? 32 : 31 - Math.clz32(value & -value)
}

export function joinFacts(left: Fact, right: Fact): Fact {
  if (left === right) return left
  return {
    zeros: Math.min(left.zeros, right.zeros),
    origin: left.origin === right.origin ? left.origin : 'any',
    depth: left.depth === right.depth ? left.depth : undefined,
  }
}

export function sameFact(left: Fact, right: Fact): boolean {
  return left.zeros === right.zeros && left.origin === right.origin && left.depth === right.depth
}

/** The facts of all locals at one place; undefined where the place cannot be reached. */
export type LocalFacts = readonly Fact[] | undefined

export function joinLocals(left: LocalFacts, right: LocalFacts): LocalFacts {
  if (left === undefined || right === undefined) return left ?? right
  return left.map((fact, index) => joinFacts(fact, right[index]!))
}

/** A pointer moved by a number stays in its segment; a difference within one segment is a number. */
function movedOrigin(left: Origin, right: Origin, isDifference: boolean): Origin {
  if (right === 'none') return left
  if (isDifference) return typeof left === 'number' && left === right ? 'none' : 'any'
  return left === 'none' ? right : 'any'
}

const integer = (left: Fact, right: Fact): Origin =>
  left.origin === 'none' && right.origin === 'none' ? 'none' : 'any'

/** What is known of the result of an i32 operation, whose operands may be known numbers. */
export function operationFact(
  name: string,
  left: Fact,
  right: Fact,
  leftConstant: number | undefined,
  rightConstant: number | undefined,
): Fact {
  const both = Math.min(left.zeros, right.zeros)
  const shift = rightConstant === undefined ? undefined : rightConstant & 31
  const fact = (zeros: number, origin = integer(left, right)): Fact => ({ zeros, origin, depth: undefined })
  switch (name) {
    case 'i32.add':
      return {
        ...fact(both, movedOrigin(left.origin, right.origin, false)),
        depth: depthOf(left, rightConstant, 1) ?? depthOf(right, leftConstant, 1),
      }
    case 'i32.sub':
      return {
        ...fact(both, movedOrigin(left.origin, right.origin, true)),
        depth: depthOf(left, rightConstant, -1),
      }
    case 'i32.mul':
      return fact(Math.min(32, left.zeros + right.zeros))
    case 'i32.and':
      return maskedFact(left, fact(Math.max(left.zeros, right.zeros)), rightConstant)
    case 'i32.or':
      return fact(both)
    case 'i32.shl':
      return fact(shift === undefined ? left.zeros : Math.min(32, left.zeros + shift))
    case 'i32.shr_u':
    case 'i32.shr_s':
      return fact(left.zeros === 32 ? 32 : Math.max(0, left.zeros - (shift ?? 32)))
    default:
      return fact(name === 'i32.xor' ? both : 0)
  }
}

function depthOf(fact: Fact, constant: number | undefined, sign: 1 | -1): number | undefined {
  if (fact.depth === undefined || constant === undefined) return undefined
  return fact.depth + sign * (constant | 0)
}

/** A mask that aligns a pointer leaves it in its segment, and moves it down by less than the alignment. */
function maskedFact(left: Fact, masked: Fact, mask: number | undefined): Fact {
  const alignment = mask === undefined ? 0 : -(mask | 0)
  if (alignment <= 0 || (alignment & (alignment - 1)) !== 0) return masked
  return {
    ...masked,
    origin: left.origin,
    depth: left.depth === undefined ? undefined : left.depth - (alignment - 1),
  }
}
