import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,server,simulators,web}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    // Real brokers, stores and browsers: few at a time, and patient.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    // The files of one worker share the modules they import, which saves half of the time: no module keeps state.
    isolate: false,
  },
})
