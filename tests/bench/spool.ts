import { hasServer, openInfluxd } from '../influxd.js'
import { spoolCrash } from '../spool-crash.js'
import { spoolDrill } from '../spool-drill.js'
import { offer, row, say, towards, withProvince, withServer } from './measure-load.js'

const MINUTE = 60_000
const STATIONS = 200
const ROUNDS = 3
const CRASHES = 40
const SHAPE = ['--connections', String(STATIONS), '--window', '50']
const tell = (line: string) => void process.stderr.write(`${line}\n`)

/**
 * What a queue in front of InfluxDB costs; forty crashes while InfluxDB comes and goes; and InfluxDB away under load for
 * ten minutes, or for as many as the argument says, with a kill half-way.
 */
export async function benchSpool(): Promise<void> {
  if (!hasServer('influxd')) return
  await compareRates()
  await crash()
  await stayAway(Number(process.argv[3] ?? 10))
}

/** Durable ingest with InfluxDB as the store beside the embedded database alone, in turn. */
async function compareRates(): Promise<void> {
  await withProvince(STATIONS, async (province) => {
    const env = { IOC_PROVINCE: province }
    for (let round = 1; round <= ROUNDS; round++) {
      const alone = await withServer(env, (server) => offer([...towards(server), ...SHAPE]))
      const influxd = await openInfluxd()
      const { load, waits } = await withServer(
        { ...env, IOC_STORE: `influx+${influxd.url}/?db=ioc` },
        async (server) => {
          const load = await offer([...towards(server), ...SHAPE])
          const answer = (await (await fetch(`${server.http}/readyz`)).json()) as { spool?: { rows: number } }
          return { load, waits: answer.spool?.rows ?? 0 }
        },
      )
      await influxd.close()
      const ratio = (load.perSecond / alone.perSecond).toFixed(2)
      say(
        `DuckDB alone ${row(alone)}   with InfluxDB ${row(load)}   ratio ${ratio}, ${waits} observations wait at the end`,
      )
    }
  })
}

async function crash(): Promise<void> {
  const seed = Date.now() % 1_000_000
  const result = await spoolCrash({ seed, crashes: CRASHES, onProgress: tell })
  const { acknowledged, missing, doubled, lostWithTheLog, outOfOrder, ledgerAddsUp, storedMatchesRows } = result
  say(
    `${CRASHES} crashes (seed ${seed}), ${acknowledged.toLocaleString('en')} observations acknowledged, ` +
      `${missing.length} missing, ${doubled.length} doubled, ${outOfOrder.length} datastreams out of order; ` +
      `${lostWithTheLog.toLocaleString('en')} went with the ends of logs that were cut; ` +
      `ledger adds up: ${ledgerAddsUp}, agrees with the rows: ${storedMatchesRows}`,
  )
  const wrong = missing.length + doubled.length + outOfOrder.length
  if (wrong > 0 || !ledgerAddsUp || !storedMatchesRows) process.exitCode = 1
}

async function stayAway(minutes: number): Promise<void> {
  const drill = { awayMs: minutes * MINUTE, kill: true, lanes: 25, pauseMs: 50 }
  const result = await spoolDrill({ ...drill, onProgress: tell })
  const { acknowledged, missing, outOfOrder, storedMatchesRows, ledgerAddsUp, corrected, backlog, drainMs } = result
  say(
    `${minutes} min away, ${acknowledged.toLocaleString('en')} observations acknowledged, ${missing.length} missing, ` +
      `${outOfOrder.length} datastreams out of order; ${backlog.toLocaleString('en')} waited at most, ` +
      `sent ${(drainMs / 1000).toFixed(1)} s after its return; ledger adds up: ${ledgerAddsUp}, agrees with ` +
      `InfluxDB: ${storedMatchesRows}; last correction ${corrected.found} of ${corrected.acknowledged}`,
  )
  const right = missing.length + outOfOrder.length === 0 && storedMatchesRows && ledgerAddsUp
  if (!right || corrected.found !== corrected.acknowledged) process.exitCode = 1
}
