import { hasServer } from '../influxd.js'
import { spoolDrill } from '../spool-drill.js'

const MINUTE = 60_000

/** InfluxDB away under load for ten minutes, or for as many as the argument says, with a kill half-way. */
export async function benchSpool(): Promise<void> {
  if (!hasServer('influxd')) return
  const minutes = Number(process.argv[3] ?? 10)
  const result = await spoolDrill({
    awayMs: minutes * MINUTE,
    kill: true,
    lanes: 25,
    pauseMs: 50,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  })
  const { acknowledged, missing, outOfOrder, storedMatchesRows, ledgerAddsUp, corrected, backlog, drainMs } = result
  process.stdout.write(
    `${minutes} min away, ${acknowledged.toLocaleString('en')} observations acknowledged, ${missing.length} missing, ` +
      `${outOfOrder.length} datastreams out of order; ${backlog.toLocaleString('en')} waited at most, ` +
      `sent ${(drainMs / 1000).toFixed(1)} s after its return; ledger adds up: ${ledgerAddsUp}, agrees with ` +
      `InfluxDB: ${storedMatchesRows}; last correction ${corrected.found} of ${corrected.acknowledged}\n`,
  )
  const right = missing.length + outOfOrder.length === 0 && storedMatchesRows && ledgerAddsUp
  if (!right || corrected.found !== corrected.acknowledged) process.exitCode = 1
}
