import { generateTypes } from '@weft/component/types'
import { aboutFile, loadComponent } from '../load-component.js'
import { writeOutput } from '../write-output.js'

/** What `weft types` does. */
export async function writeTypes(file: string, output: string | undefined): Promise<void> {
  const component = await loadComponent(file)
  const text = await aboutFile(file, () => generateTypes(component))
  if (output === undefined) process.stdout.write(text)
  else await writeOutput(output, text)
}
