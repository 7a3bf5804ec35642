import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

const entries = {
  main: 'src/main.ts',
  'first-start': 'src/start-up/first-start.ts',
}

export default defineConfig(library([], { entry: entries, dts: false }))
