import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openApp } from './app.js'
import { readConfig } from './config.js'
import { CodedError } from './errors.js'
import { createEvents } from './events.js'
import { systemClock } from './system-clock.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')

try {
  const config = readConfig(root)
  const log = pino({ level: config.logLevel })
  const app = await openApp({
    config,
    clock: systemClock,
    events: createEvents(log),
    tellPassword: (password) =>
      process.stderr.write(`\nFirst account: admin   password: ${password}   (shown once)\n\n`),
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      app.close().catch((cause: unknown) => {
        log.error({ err: cause }, 'did not end cleanly')
        process.exitCode = 1
      })
    })
} catch (cause) {
  if (!(cause instanceof CodedError)) throw cause
  process.stderr.write(`${cause.code}: ${cause.title}: ${cause.message}\n`)
  for (const { at, message } of cause.faults) process.stderr.write(`  ${at}: ${message}\n`)
  // What was opened before it failed would keep the process alive; nothing was taken yet.
  process.exit(1)
}
