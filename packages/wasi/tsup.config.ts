import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

export default defineConfig(
  library(['src/node.ts', 'src/command.ts', 'src/browser.ts', 'src/http.ts', 'src/memory-files.ts']),
)
