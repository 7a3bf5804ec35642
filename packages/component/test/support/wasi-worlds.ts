import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../assemblyscript/wit/wasi')

/** The worlds of WASI 0.3, with all packages in one text. */
export function wasiWorlds(): readonly { readonly name: string; readonly text: string }[] {
  const packages = readdirSync(folder).filter((name) => !name.includes('.'))
  const texts = packages.map((name) => ({ name, text: packageText(name) }))
  const all = texts.map(({ text }) => text).join('\n')
  return texts.flatMap(({ name, text }) =>
    [...text.matchAll(/^world ([\w-]+)/gm)].map(([, world]) => {
      const included = `wasi:${name}/${world}@${versionOf(text)}`
      return { name: included, text: `package test:worlds;\nworld all { include ${included}; }\n${all}` }
    }),
  )
}

/** A package as a part of a text that has several. */
function packageText(name: string): string {
  const files = readdirSync(join(folder, name)).map((file) => readFileSync(join(folder, name, file), 'utf8'))
  const declaration = files.map((text) => /^package ([^;]*);/m.exec(text)?.[1]).find(Boolean)
  return `package ${declaration} {\n${files.map((text) => text.replace(/^package [^;]*;/m, '')).join('\n')}\n}`
}

function versionOf(text: string): string {
  return /^package [^@{]*@(\S+)/.exec(text)?.[1] ?? ''
}
