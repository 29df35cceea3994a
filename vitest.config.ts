import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,server,simulators,web}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    // Real brokers, stores and browsers: few at a time, and patient.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
