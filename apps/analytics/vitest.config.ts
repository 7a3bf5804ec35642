import { defineConfig } from 'vitest/config'

// Against what hangs: no test takes that long on however slow a machine.
export default defineConfig({
  test: {
    name: 'analytics',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
