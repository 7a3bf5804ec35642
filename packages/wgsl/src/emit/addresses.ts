import { type Distance, literal, type Value, type Words } from './value.js'

/** A quarter of a number with two trailing zeros: the index of a word. */
function wordsOfValue(value: Pick<Value, 'text' | 'words'>): Words {
  return value.words ?? { text: `(${value.text} >> 2u)`, exact: true }
}

export function exactText({ text, exact }: Words): string {
  return exact ? text : `(${text} & 0x3fffffffu)`
}

/**
 * The words of a sum, product or shift without the detour over bytes: `(p + (i << 2)) >> 2` becomes `(p >> 2) + i`.
 * Only for results with two trailing zeros.
 */
export function addressWords(name: string, left: Value, right: Value): Words | undefined {
  switch (name) {
    case 'i32.add':
    case 'i32.sub':
      return left.fact.zeros >= 2 && right.fact.zeros >= 2
        ? combine(name, wordsOfValue(left), wordsOfValue(right))
        : undefined
    case 'i32.shl':
      return shiftedWords(left, right.constant)
    case 'i32.mul':
      return multipliedWords(left, right.constant) ?? multipliedWords(right, left.constant)
    default:
      return undefined
  }
}

function combine(name: 'i32.add' | 'i32.sub', left: Words, right: Words): Words {
  if (right.text === '0u') return left
  if (left.text === '0u' && name === 'i32.add') return right
  return { text: `(${left.text} ${name === 'i32.add' ? '+' : '-'} ${right.text})`, exact: false }
}

function shiftedWords(value: Value, constant: number | undefined): Words | undefined {
  if (constant === undefined) return undefined
  const shift = constant & 31
  if (shift === 2) return { text: value.text, exact: false }
  // A multiplication: shifts are SwiftShader's most expensive operation on integers.
  return shift > 2 ? { text: `(${value.text} * ${literal(2 ** (shift - 2))})`, exact: false } : undefined
}

function multipliedWords(value: Value, constant: number | undefined): Words | undefined {
  if (constant === undefined || constant % 4 !== 0) return undefined
  if (constant === 4) return { text: value.text, exact: false }
  return { text: `(${value.text} * ${literal(constant / 4)})`, exact: false }
}

/** How far a pointer that was moved is from the start of its segment. */
export function addDistance(name: string, left: Value, right: Value): Distance | undefined {
  if (name === 'i32.add' && left.distance !== undefined && right.fact.origin === 'none') {
    return moved('i32.add', left.distance, right)
  }
  if (name === 'i32.add' && right.distance !== undefined && left.fact.origin === 'none') {
    return moved('i32.add', right.distance, left)
  }
  return name === 'i32.sub' && left.distance !== undefined && right.fact.origin === 'none'
    ? moved('i32.sub', left.distance, right)
    : undefined
}

function moved(name: 'i32.add' | 'i32.sub', distance: Distance, by: Value): Distance {
  return { text: movedText(name, distance.text, by.text), words: movedWords(name, distance.words, by) }
}

function movedText(name: 'i32.add' | 'i32.sub', text: string | undefined, by: string): string | undefined {
  if (text === undefined || (text === '0u' && name === 'i32.add')) return text && by
  return `(${text} ${name === 'i32.add' ? '+' : '-'} ${by})`
}

function movedWords(name: 'i32.add' | 'i32.sub', words: Words | undefined, by: Value): Words | undefined {
  return words !== undefined && by.fact.zeros >= 2 ? combine(name, words, wordsOfValue(by)) : undefined
}
