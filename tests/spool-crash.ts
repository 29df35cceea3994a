import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyAsCrashed, cutLog } from './crash-copy.js'
import { openInfluxd } from './influxd.js'
import { addsUp, type LedgerRow } from './kill-drill.js'
import { createLogMarks } from './log-marks.js'
import { readInflux } from './read-influx.js'
import { seededRandom } from './seeded-random.js'
import { startServer, type ServerProcess } from './server-process.js'
import { noPromises, openSpoolLoad, type Promised } from './spool-load.js'
import { openWriteRecorder } from './write-recorder.js'

export interface SpoolCrashResult {
  crashes: number
  /** Observations that were acknowledged and, where a log was cut, written before the cut. */
  acknowledged: number
  /** Of those, what a reopened folder did not have, or in the end InfluxDB. */
  missing: string[]
  /** Read back more than once. */
  doubled: string[]
  /** Written after a cut, so that they are gone with the log's end. */
  lostWithTheLog: number
  /** Datastreams that reached InfluxDB in another order than they were measured. */
  outOfOrder: string[]
  ledgerAddsUp: boolean
  /** The ledger's `stored` of every station is the number of its rows, after every crash. */
  storedMatchesRows: boolean
}

interface CrashOptions {
  seed: number
  crashes: number
  onProgress?: (line: string) => void
}

const LANES = 10
const PAUSE_MS = 5
/** Every other crash also loses the end of the log. */
const CUT = 2

const pause = (ms: number) => new Promise<void>((resume) => setTimeout(resume, ms))

/**
 * Lets a server with InfluxDB behind it crash again and again under load, at random moments, while InfluxDB goes away
 * and comes back, and goes on each time with the folder as the crash left it; every other time with its log cut.
 */
export async function spoolCrash({ seed, crashes, onProgress }: CrashOptions): Promise<SpoolCrashResult> {
  const random = seededRandom(seed)
  const root = mkdtempSync(join(tmpdir(), 'ioc-crash-'))
  const influxd = await openInfluxd()
  const recorder = await openWriteRecorder(influxd.url)
  const env = { IOC_STORE: `influx+${recorder.url}/?db=ioc`, IOC_DEVICE_RATE: '0', IOC_LOG_LEVEL: 'info' }
  const promised = noPromises(Date.now())
  const { acknowledged, correction } = promised
  const marks = createLogMarks(() => acknowledged.size)
  const result = { missing: [] as string[], doubled: [] as string[], ledgerAddsUp: true, storedMatchesRows: true }
  let lostWithTheLog = 0
  let isAway = false
  let server = await startServer({ env, dataDir: join(root, '0') })

  async function turnInflux(): Promise<void> {
    await (isAway ? influxd.start() : influxd.stop('SIGKILL'))
    isAway = !isAway
  }

  /** The first `certain` of what was acknowledged must be there; of the rest, what is gone was never promised. */
  async function judge(certain: number, isWhole: boolean): Promise<void> {
    const { rows, doubled, corrected } = await readBack(server, promised)
    if (isWhole && corrected < correction.acknowledged) result.missing.push(`correction ${correction.acknowledged}`)
    correction.acknowledged = corrected
    const ledger = await server.api<LedgerRow[]>('ledger')
    for (const [index, [key, value]] of [...acknowledged].entries()) {
      if (rows.get(key) === value) continue
      if (index < certain) result.missing.push(key)
      else lostWithTheLog++
      acknowledged.delete(key)
    }
    result.doubled.push(...doubled)
    result.ledgerAddsUp &&= ledger.every(addsUp)
    result.storedMatchesRows &&= ledger.every(({ station, stored }) => stored === countOf(rows.keys(), station))
  }

  for (let crash = 1; crash <= crashes; crash++) {
    const stopLooking = marks.follow(server.dataDir)
    const load = await openSpoolLoad(server, { promised, lanes: LANES, pauseMs: PAUSE_MS })
    await pause(200 + random() * 800)
    if (random() < 0.6) await turnInflux()
    await pause(random() * 1_500)
    const dir = join(root, String(crash))
    await copyAsCrashed(server, dir, { resume: false })
    await server.kill()
    await load.end()
    stopLooking()
    rmSync(server.dataDir, { recursive: true, force: true })
    const cut = crash % CUT === 0 ? await cutLog(dir, random) : null
    server = await startServer({ env, dataDir: dir })
    const of = acknowledged.size
    const certain = cut ? marks.before(cut) : of
    await judge(certain, cut === null)
    const log = cut ? `log cut at ${cut.cutAt} of ${cut.of}` : 'log whole'
    onProgress?.(
      `crash ${crash}: ${log}, InfluxDB ${isAway ? 'away' : 'there'}: ${certain} of ${of} must be there, ${acknowledged.size} are`,
    )
  }

  if (isAway) await turnInflux()
  while ((await waiting(server)) > 0) await pause(100)
  await judge(acknowledged.size, true)
  const found = await readInflux(influxd.url)
  for (const [key, value] of acknowledged) if (found.get(key) !== value) result.missing.push(key)
  await server.stop()
  await recorder.close()
  await influxd.close()
  rmSync(root, { recursive: true, force: true })
  return { crashes, acknowledged: acknowledged.size, lostWithTheLog, outOfOrder: recorder.outOfOrder(), ...result }
}

/** Everything of the load that a folder holds, by `station/property/time`. */
async function readBack(
  server: ServerProcess,
  { start, correction }: Promised,
): Promise<{ rows: Map<string, number>; doubled: string[]; corrected: number }> {
  let corrected = 0
  const rows = new Map<string, number>()
  const doubled: string[] = []
  const range = `from=${Math.min(start, correction.at)}&to=${Date.now() + 3_600_000}`
  for (const { station } of await server.api<LedgerRow[]>('ledger')) {
    for (const property of ['temperature', 'humidity', 'water_level']) {
      const query = `observations?station=${station}&property=${property}&${range}`
      for (const { at, value } of await server.api<{ at: string; value: number }[]>(query)) {
        const key = `${station}/${property}/${Date.parse(at)}`
        if (rows.has(key)) doubled.push(key)
        rows.set(key, value)
        if (property === 'water_level') corrected = value
      }
    }
  }
  return { rows, doubled, corrected }
}

function countOf(keys: Iterable<string>, station: string): number {
  let count = 0
  for (const key of keys) if (key.startsWith(`${station}/`)) count++
  return count
}

async function waiting(server: ServerProcess): Promise<number> {
  const answer = (await (await fetch(`${server.http}/readyz`)).json()) as { spool?: { rows: number } }
  return answer.spool?.rows ?? Number.POSITIVE_INFINITY
}
