const integer = /^([+-]?)(0x[0-9a-f]+|\d+)$/i

/** The bits of an integer of the text format, signed or not (core specification 6.3.1); undefined for what is none. */
export function integerBits(text: string, widthBits: number): bigint | undefined {
  const [, sign, digits] = integer.exec(text.replaceAll('_', '')) ?? []
  if (digits === undefined) return undefined
  const magnitude = BigInt(digits)
  const limit = 1n << BigInt(widthBits)
  const fits = sign === '-' ? magnitude <= limit / 2n : magnitude < limit
  return fits ? BigInt.asUintN(widthBits, sign === '-' ? -magnitude : magnitude) : undefined
}
