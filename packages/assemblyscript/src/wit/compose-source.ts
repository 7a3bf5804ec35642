import { findAlias } from './needed-packages.js'
import type { ScannedPart, ScannedPath } from './scanned.js'
import type { WitPackage } from './wit-package.js'

/**
 * One WIT document of all packages, the first of which is the main one: what wasm-tools would read from a folder. It
 * has no comments, since wasm-tools crashes at an empty one with two stars, and no top-level `use`, since that holds
 * for one file: what it names is written out.
 */
export function composeSource([main, ...others]: readonly WitPackage[]): string {
  const nested = others.map((one) => `package ${one.declaration.name} {\n${composePackage(one)}}\n`)
  return `package ${main!.name};\n${composePackage(main!)}${nested.join('')}`
}

function composePackage({ parts }: WitPackage): string {
  return parts.map(composePart).join('')
}

function composePart(part: ScannedPart): string {
  const replaced = new Map<number, { text: string; endToken: number }>()
  for (const path of part.paths) {
    const target = findAlias(path, part)
    if (target !== undefined) {
      replaced.set(path.firstToken, { text: pathText(target, part), endToken: path.endToken })
    }
  }
  return part.bodies.map(([first, end]) => `${composeTokens(part, first, end, replaced)}\n`).join('')
}

function pathText({ firstToken, endToken }: ScannedPath, { tokens }: ScannedPart): string {
  return tokens
    .slice(firstToken, endToken)
    .map(({ text }) => text)
    .join('')
}

function composeTokens(
  { tokens, file }: ScannedPart,
  first: number,
  end: number,
  replaced: ReadonlyMap<number, { text: string; endToken: number }>,
): string {
  let text = ''
  for (let index = first; index < end; ) {
    const replacement = replaced.get(index)
    text += index === first ? '' : spaceBetween(file.text, tokens[index - 1]!.end, tokens[index]!.start)
    text += replacement?.text ?? tokens[index]!.text
    index = replacement?.endToken ?? index + 1
  }
  return text
}

/** The space between two tokens without comments; with line breaks where the author had any. */
function spaceBetween(text: string, start: number, end: number): string {
  if (start === end) return ''
  const space = text.slice(start, end)
  const lineBreak = space.lastIndexOf('\n')
  return lineBreak === -1 ? ' ' : `\n${/^[ \t]*/.exec(space.slice(lineBreak + 1))![0]}`
}
