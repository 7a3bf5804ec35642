import { buildExample } from './build-example.js'
import { examples } from './examples.js'

for (const example of examples) {
  const { wasm, warnings } = await buildExample(example)
  for (const { text } of warnings) console.warn(text)
  console.log(
    `${example.name.padEnd(14)} ${example.style.padEnd(9)} ${String(wasm.length).padStart(6)} bytes`,
  )
}
