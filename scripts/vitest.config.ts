import { defineConfig } from 'vitest/config'

// Against what hangs: no test takes that long on however slow a machine.
export default defineConfig({
  test: {
    name: 'repository',
    include: ['test/**/*.test.js'],
    setupFiles: ['no-colors.js'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
