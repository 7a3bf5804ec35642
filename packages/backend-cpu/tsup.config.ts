import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

export default defineConfig(
  library(['src/index.ts', 'src/browser.ts', 'src/worker.ts', 'src/worker-browser.ts']),
)
