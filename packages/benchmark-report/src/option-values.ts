import { InvalidArgumentError } from 'commander'

/** Reads an option that is a whole number. What it returns throws `InvalidArgumentError`. */
export function parseWholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`a whole number from ${least} to ${most} is wanted`)
  }
}

/** Reads an option of names with commas between them. What it returns throws `InvalidArgumentError`. */
export function parseSomeOf<Value>(
  all: readonly Value[],
  nameOf: (value: Value) => string,
): (text: string) => Value[] {
  return (text) =>
    text.split(',').map((name) => {
      const found = all.find((value) => nameOf(value) === name.trim())
      if (found === undefined) throw new InvalidArgumentError(`"${name}" is none of them`)
      return found
    })
}
