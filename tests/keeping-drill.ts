import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@ioc/server/adapters/duckdb/database'
import { openDuckdbStore } from '@ioc/server/adapters/duckdb/observation-store'
import type { Bucket, ObservationStore } from '@ioc/server/ports/observation-store'
import { combine } from '@ioc/shared/bucket'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { bucketStart, DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { copyAsCrashed, cutLog } from './crash-copy.js'
import { createManualClock } from './manual-clock.js'
import { seededRandom } from './seeded-random.js'
import { startServer } from './server-process.js'
import { silentEvents } from './silent-events.js'

interface KeepingDrillResult {
  seed: number
  acknowledged: number
  /** Months that lay in files when the last copy was made. */
  archived: number
  /** Rows of the tier of hours in the last copy. */
  hours: number
  /** What was wrong in any copy. */
  faults: string[]
}

const PROPERTIES = ['temperature', 'humidity'] as PropertyKey[]
const SPAN = 100 * DAY

/**
 * Copies the folder of a server at random moments while it takes late data and corrections, sums days up and archives
 * months several times a second, and looks whether each copy is whole; a second copy with its log cut must be, too.
 */
export async function keepingDrill(seed: number, copies: number): Promise<KeepingDrillResult> {
  const random = seededRandom(seed)
  const root = mkdtempSync(join(tmpdir(), 'ioc-keeping-'))
  const server = await startServer({ dataDir: join(root, 'live'), env: { IOC_UPKEEP_S: '0.2', IOC_DEVICE_RATE: '0' } })
  const retention = { archiveAfterDays: 1, forgetRawAfterDays: null, forgetTiersAfterDays: null }
  await server.api('retention', { method: 'PUT', body: retention })
  const station = Object.keys(server.credentials)[0] as StationId
  const now = Date.now()
  const acknowledged = new Map<string, number>()
  const underWay = new Map<string, number>()
  /** What was sent since the last promise was noted: it may be in the copy, or not. */
  let sent = new Map<string, Set<number>>()
  const faults: string[] = []
  const until = { ended: false }

  function note(): void {
    for (const [place, value] of underWay) sent.set(place, (sent.get(place) ?? new Set()).add(value))
  }

  async function load(): Promise<void> {
    for (let n = 0; !until.ended; n++) {
      // A run of minutes somewhere in the past; often where something is already, with other values.
      const start =
        bucketStart(now - Math.floor((random() * SPAN) / DAY) * DAY, MINUTE) - Math.floor(random() * 50) * MINUTE
      const elements = Array.from({ length: 100 }, (_, index) => ({
        at: start - index * MINUTE,
        values: Object.fromEntries(PROPERTIES.map((property) => [property, (n + index) % 50])),
      }))
      for (const { at, values } of elements)
        for (const [property, value] of Object.entries(values)) underWay.set(`${property}@${at}`, value)
      note()
      await server.api('observations', { method: 'POST', body: { station, observations: elements } })
      for (const [place, value] of underWay) acknowledged.set(place, value)
      underWay.clear()
    }
  }

  const loading = load()
  let [archived, hours] = [0, 0]
  try {
    for (let copy = 0; copy < copies; copy++) {
      await new Promise((resume) => setTimeout(resume, 300 + random() * 900))
      const promised = new Map(acknowledged)
      sent = new Map()
      note()
      const [dir, torn] = [join(root, `copy-${copy}`), join(root, `torn-${copy}`)]
      await copyAsCrashed(server, dir, { resume: false })
      await copyAsCrashed(server, torn)
      const { cutAt, of } = await cutLog(torn, random)
      const whole = await inspect(dir, station, now)
      faults.push(...whole.faults, ...missing(whole.found, promised, sent))
      const rest = await inspect(torn, station, now)
      faults.push(...rest.faults.map((fault) => `cut at ${cutAt} of ${of}: ${fault}`))
      ;[archived, hours] = [whole.archived, whole.hours]
      for (const folder of [dir, torn]) rmSync(folder, { recursive: true, force: true })
    }
  } finally {
    until.ended = true
    await loading
    await server.stop()
    rmSync(root, { recursive: true, force: true })
  }
  return { seed, acknowledged: acknowledged.size, archived, hours, faults }
}

function missing(
  found: Map<string, number>,
  promised: Map<string, number>,
  possible: Map<string, Set<number>>,
): string[] {
  return [...promised].flatMap(([place, value]) => {
    const there = found.get(place)
    return there === value || (there !== undefined && possible.get(place)?.has(there))
      ? []
      : `${place} is ${there}, not ${value}`
  })
}

/** Opens a copy and says what is in it, and what does not agree. */
async function inspect(dataDir: string, station: StationId, now: number) {
  const database = await openDatabase({ dataDir, memoryLimitMb: 256 })
  const store = await openDuckdbStore(database, createManualClock(now), silentEvents())
  const faults = database.mended ? ['the log could not be read'] : []
  const found = new Map<string, number>()
  try {
    for (const property of PROPERTIES) {
      const readings = []
      for await (const chunk of store.read(datastreamId(station, property), 0, now + DAY)) readings.push(...chunk)
      for (const [index, { at, value }] of readings.entries()) {
        if (readings[index - 1]?.at === at) faults.push(`${property}@${at} is there twice`)
        found.set(`${property}@${at}`, value)
      }
      for (const everyMs of [HOUR, DAY]) {
        const wanted = new Map<number, typeof readings>()
        for (const reading of readings) {
          const start = bucketStart(reading.at, everyMs)
          const members = wanted.get(start)
          if (members) members.push(reading)
          else wanted.set(start, [reading])
        }
        const buckets = await bucketsOf(store, station, property, everyMs, now)
        if (buckets.length !== wanted.size) faults.push(`${buckets.length} buckets of ${wanted.size}`)
        for (const { at, value } of buckets) {
          const members = wanted.get(at)
          if (!members || Math.abs(combine(members, 'sum').value - value) > 1e-6)
            faults.push(`${property} of ${at}: ${value}`)
        }
      }
    }
    const tally = (await store.tallies()).find((row) => row.station === station)
    if (tally && tally.received !== tally.stored + tally.duplicate + tally.corrected)
      faults.push('the ledger does not add up')
    if ((tally?.stored ?? 0) !== found.size) faults.push(`${tally?.stored} stored, ${found.size} rows`)
    const { hour, archive } = await store.storage()
    return { faults, found, hours: hour.rows, archived: archive.length }
  } finally {
    await store.close()
    await database.close()
  }
}

function bucketsOf(
  store: ObservationStore,
  station: StationId,
  property: PropertyKey,
  everyMs: number,
  now: number,
): Promise<Bucket[]> {
  return store.buckets({ station, properties: [property], from: 0, to: now + DAY, everyMs, fn: 'sum' })
}
