import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Loaded before the server: at SIGUSR2 it notes the longest block of the loop since the last one, ms, and begins anew. */
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.on('SIGUSR2', () => {
  writeFileSync(process.env['LOOP_DELAY_FILE'], `${(delay.max / 1e6).toFixed(0)}\n`, { flag: 'a' })
  delay.reset()
})
