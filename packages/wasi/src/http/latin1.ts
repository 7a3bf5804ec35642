/** Field values are bytes; what is not ASCII in them is one character a byte, as Node has it. */

export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

export function latin1Text(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index++) text += String.fromCharCode(bytes[index]!)
  return text
}
