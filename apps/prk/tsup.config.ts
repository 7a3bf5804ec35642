import { defineConfig } from 'tsup'
import { library } from '../../tsup.shared.js'

const entries = {
  main: 'src/main.ts',
  'build-guests': 'src/build-guests.ts',
  bench: 'src/bench/main.ts',
  'kernel-process': 'src/bench/kernel-process.ts',
  'overhead-process': 'src/bench/overhead-process.ts',
  'pools-process': 'src/bench/pools-process.ts',
  'crowded-process': 'src/bench/crowded-process.ts',
  'first-result': 'src/bench/first-result.ts',
  'piscina-task': 'src/bench/piscina-task.ts',
  'workerpool-task': 'src/bench/workerpool-task.ts',
  'bench-gpu': 'src/gpu/main.ts',
  'compile-process': 'src/gpu/compile-process.ts',
  'empty-start': 'src/bench/empty-start.ts',
}

export default defineConfig(library([], { entry: entries, dts: false }))
