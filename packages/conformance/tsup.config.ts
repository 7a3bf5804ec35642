import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

export default defineConfig(library(['src/component.ts', 'src/fuzz.ts', 'src/component.ts', 'src/index.ts']))
