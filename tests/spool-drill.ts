import { addsUp, type LedgerRow } from './kill-drill.js'
import { openInfluxd } from './influxd.js'
import { readInflux } from './read-influx.js'
import { startServer, type ServerProcess } from './server-process.js'
import { noPromises, openSpoolLoad } from './spool-load.js'
import { openWriteRecorder } from './write-recorder.js'

export interface SpoolDrillResult {
  /** Observations that were acknowledged. */
  acknowledged: number
  /** Of those, what InfluxDB has not in the end, or has another value of. */
  missing: string[]
  /** The ledger's `stored` of every station is the number of its rows in InfluxDB. */
  storedMatchesRows: boolean
  ledgerAddsUp: boolean
  /** Datastreams that reached InfluxDB in another order than they were measured. */
  outOfOrder: string[]
  /** The last value of one place that was corrected all the time: as acknowledged, and in InfluxDB. */
  corrected: { acknowledged: number; found: number }
  /** Commits that failed and were tried again: none may, whatever InfluxDB does. */
  commitFailures: number
  /** The most that waited. */
  backlog: number
  /** From InfluxDB being back to the queue being empty. */
  drainMs: number
  /** What could be read while InfluxDB was away. */
  readWhileAway: { latest: boolean; recent: number }
}

interface DrillOptions {
  awayMs: number
  /** Kills the server with SIGKILL half-way through the absence and starts it again. */
  kill: boolean
  /** Each station's messages in flight, and the pause after each acknowledgement. */
  lanes: number
  pauseMs: number
  onProgress?: (line: string) => void
}

const LOOK_MS = 100
const TELL_MS = 10_000

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))

/** Takes InfluxDB away under a stream of QoS 1 messages, brings it back, and compares what it has with what was promised. */
export async function spoolDrill({
  awayMs,
  kill,
  lanes,
  pauseMs,
  onProgress,
}: DrillOptions): Promise<SpoolDrillResult> {
  const influxd = await openInfluxd()
  const recorder = await openWriteRecorder(influxd.url)
  const env = { IOC_STORE: `influx+${recorder.url}/?db=ioc`, IOC_DEVICE_RATE: '0', IOC_LOG_LEVEL: 'info' }
  const promised = noPromises(Date.now())
  const { acknowledged, correction } = promised
  let server = await startServer({ env })
  const dataDir = server.dataDir
  let load = await openSpoolLoad(server, { promised, lanes, pauseMs })

  let backlog = 0
  let commitFailures = 0
  const rows = async () => {
    const response = await fetch(`${server.http}/readyz`)
    const { spool } = (await response.json()) as { spool?: { rows: number } }
    backlog = Math.max(backlog, spool?.rows ?? 0)
    return spool?.rows ?? Number.POSITIVE_INFINITY
  }
  const wait = async (ms: number) => {
    const until = performance.now() + ms
    let told = performance.now()
    for (let left = ms; left > 0; left = until - performance.now()) {
      await pause(Math.min(LOOK_MS, left))
      const waiting = await rows()
      if (performance.now() - told < TELL_MS) continue
      told = performance.now()
      onProgress?.(`${waiting} rows wait, ${acknowledged.size} observations acknowledged`)
    }
  }

  await wait(2_000)
  await influxd.stop()
  onProgress?.('InfluxDB is away')
  await wait(awayMs / 2)
  if (kill) {
    commitFailures += await failuresOf(server)
    await server.kill()
    await load.end()
    server = await startServer({ env, dataDir })
    load = await openSpoolLoad(server, { promised, lanes, pauseMs })
    onProgress?.('the server was killed and is back')
  }
  await wait(awayMs / 2)
  const watched = Object.keys(server.credentials)[0] ?? ''
  const latest = await server.api<{ station: string; at: string | null }[]>('latest')
  const recent = await server.api<unknown[]>(`observations?station=${watched}&property=temperature&every=1m`)
  await influxd.start()
  onProgress?.('InfluxDB is back')
  const back = performance.now()
  await wait(2_000)
  await load.end()
  while ((await rows()) > 0) await pause(100)
  const drainMs = performance.now() - back

  const found = await readInflux(influxd.url)
  const level = found.get([...found.keys()].find((key) => key.includes('/water_level/')) ?? '') ?? Number.NaN
  const ledger = await server.api<LedgerRow[]>('ledger')
  const inInflux = new Map<string, number>()
  for (const key of found.keys()) {
    const station = key.slice(0, key.indexOf('/'))
    inInflux.set(station, (inInflux.get(station) ?? 0) + 1)
  }
  commitFailures += await failuresOf(server)
  await server.stop()
  await recorder.close()
  await influxd.close()
  return {
    acknowledged: acknowledged.size,
    missing: [...acknowledged].flatMap(([key, value]) => (found.get(key) === value ? [] : key)),
    storedMatchesRows: ledger.every(({ station, stored }) => stored === (inInflux.get(station) ?? 0)),
    ledgerAddsUp: ledger.every(addsUp),
    commitFailures,
    outOfOrder: recorder.outOfOrder(),
    corrected: { acknowledged: correction.acknowledged, found: level },
    backlog,
    drainMs,
    readWhileAway: {
      latest: latest.some(({ station, at }) => station === watched && at !== null),
      recent: recent.length,
    },
  }
}

async function failuresOf({ http }: ServerProcess): Promise<number> {
  const metrics = await (await fetch(`${http}/metrics`)).text()
  return Number(/^ioc_commit_failures_total (\d+)/m.exec(metrics)?.[1])
}
