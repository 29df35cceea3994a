import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMemorySuspicionStore } from '@ioc/server/adapters/memory/suspicion-store'
import { createAnomalyDesk } from '@ioc/server/forecasts/anomalies/desk'
import { openSuspicions } from '@ioc/server/forecasts/anomalies/suspicions'
import type { Doubt } from '@ioc/shared/anomaly'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { seededRandom } from '../seeded-random.js'

/** The last value of the past, and when the desk begins. */
const NOW = Date.UTC(2026, 10, 22)
const START = NOW + 9.5 * MINUTE
const TEMPERATURE = 'temperature' as PropertyKey
const random = seededRandom(3)
const usual = (at: number) => 26 + 3 * Math.sin((2 * Math.PI * at) / DAY) + 0.6 * random()

/** So many stations on one meridian, from the south, `apart` degrees from each other. */
const line = (name: string, count: number, south: number, apart: number) =>
  Array.from({ length: count }, (_, i) => {
    const place = { id: `${name}-${i}` as StationId, kind: 'air', lon: 107.6, lat: south + i * apart }
    return place as unknown as Station
  })

/** One odd value, 59.5 minutes before the start: over within the first minute after it. */
const wasOdd = (at: number) => at >= NOW - 50 * MINUTE && at < NOW - 40 * MINUTE

interface Field {
  stations: Station[]
  /** What a station measures. */
  sense: (station: string, at: number) => number
}

/** The desk over twelve days that these stations measured, and their newest values. */
async function openField({ stations, sense }: Field) {
  const clock = createManualClock(START)
  const byId = new Map(stations.map((station) => [station.id, station]))
  const told: { station: string; doubt: Doubt | null }[] = []
  /** Of how many datastreams the past was asked for, each time. */
  const reads: number[] = []
  const failures: number[] = []
  const disk = { fails: false }
  const corrected: { station: string; from: number }[] = []
  const corrections = { under: Promise.resolve() }
  const past = new Map<string, number>()
  /** What was measured stays as it is, however often it is asked for. */
  const measured = (station: string, at: number) => {
    const key = `${station} ${at}`
    const value = past.get(key) ?? sense(station, at)
    past.set(key, value)
    return value
  }
  const suspicions = await openSuspicions({
    store: createMemorySuspicionStore(),
    stations: byId,
    events: { suspicionUnkept: (_, cause) => expect.fail(String(cause)) },
    now: START,
  })
  const newest = (): Observation[] =>
    stations.map(({ id }) => {
      const at = clock.now()
      const datastream = datastreamId(id, TEMPERATURE)
      const value = sense(id, at)
      return {
        datastream,
        station: id,
        property: TEMPERATURE,
        at,
        receivedAt: at,
        value,
        quality: 'good',
      } as Observation
    })
  const desk = createAnomalyDesk({
    async *envelopes({ datastreams, from, to, everyMs }) {
      reads.push(datastreams.length)
      if (disk.fails) throw new Error('the disk is gone')
      for (const datastream of datastreams) {
        const [station] = datastream.split('/') as [string]
        const first = Math.max(from, NOW - 12 * DAY)
        const at = Array.from({ length: Math.ceil((to - first) / everyMs) }, (_, step) => first + step * everyMs)
        const last = at.map((time) => measured(station, time))
        yield { datastream, at, low: last, high: last, last, quality: at.map(() => 'good' as const) }
      }
    },
    isWatched: () => true,
    requalify: (station, _, from) => {
      corrected.push({ station, from })
      return corrections.under
    },
    elapsed: () => 0,
    newest,
    stations: byId,
    properties: new Map(PROPERTIES.map((property) => [property.key, property])),
    suspicions,
    clock,
    events: {
      anomalyFailed: (datastreams) => failures.push(datastreams),
      requalifyFailed: (_, cause) => expect.fail(String(cause)),
      anomaliesStanding: () => undefined,
      anomaliesUnlearned: () => undefined,
    },
    onDoubt: (station, _, doubt) => told.push({ station, doubt }),
  })
  desk.open()
  return {
    desk,
    suspicions,
    told,
    reads,
    failures,
    disk,
    corrected,
    corrections,
    async pass(seconds: number) {
      for (let second = 0; second < seconds; second++) {
        clock.advance(SECOND)
        await setImmediate()
      }
    },
  }
}

it('asks the neighbours of who has waited longest, however many doubts stand that nobody can settle', async () => {
  const lonely = line('LONELY', 51, 10, 0.5)
  const city = line('CITY', 4, 8, 0.01)
  const [ill] = city
  const isOdd = (station: string) => station.startsWith('LONELY') || station === ill!.id
  const sense = (station: string, at: number) => usual(at) + (isOdd(station) && at >= NOW - HOUR / 2 ? 12 : 0)
  const field = await openField({ stations: [...lonely, ...city], sense })
  await field.pass(3 * 60)
  const causes = new Map([...field.desk.doubts()].map(({ station, doubt }) => [station, doubt.cause]))
  expect(lonely.map(({ id }) => causes.get(id))).toEqual(lonely.map(() => 'unclear'))
  expect(causes.get(ill!.id)).toBe('fault')
  expect(field.suspicions.standing(datastreamId(ill!.id, TEMPERATURE))).not.toBeNull()
  await field.desk.close()
})

it('corrects what was stored since the first value that did not fit, and closes no earlier than that is done', async () => {
  const city = line('CITY', 4, 8, 0.01)
  const [ill] = city
  const oddFrom = NOW - HOUR / 2
  const sense = (station: string, at: number) => usual(at) + (station === ill!.id && at >= oddFrom ? 12 : 0)
  const field = await openField({ stations: city, sense })
  let done!: () => void
  field.corrections.under = new Promise((resolve) => (done = resolve))
  await field.pass(3 * 60)
  const doubt = field.suspicions.standing(datastreamId(ill!.id, TEMPERATURE))!.doubt
  expect(field.corrected).toEqual([{ station: ill!.id, from: doubt.at }])
  let closed = false
  const closing = field.desk.close().then(() => (closed = true))
  await setImmediate()
  expect(closed).toBe(false)
  done()
  await closing
})

it('ends what stood before a start where the anomaly is over before its neighbours were asked', async () => {
  const city = line('CITY', 3, 8, 0.01)
  const [ill] = city
  const sense = (station: string, at: number) => usual(at) + (station === ill!.id && wasOdd(at) ? 8 : 0)
  const field = await openField({ stations: city, sense })
  await field.pass(30)
  expect(field.told.filter(({ station }) => station === ill!.id)).toEqual([])
  await field.pass(5 * 60)
  expect(field.told).toContainEqual({ station: ill!.id, doubt: null })
  expect([...field.desk.doubts()]).toEqual([])
  await field.desk.close()
})

it('tells that what stands still after a jump is stuck', async () => {
  const city = line('CITY', 3, 8, 0.01)
  const [ill] = city
  const isStuck = (station: string, at: number) => station === ill!.id && at >= NOW - 8 * HOUR
  const field = await openField({ stations: city, sense: (id, at) => (isStuck(id, at) ? 41 : usual(at)) })
  await field.pass(3 * 60)
  const doubts = [...field.desk.doubts()].map(({ station, doubt, suspect }) => [station, doubt.kind, suspect])
  expect(doubts).toEqual([[ill!.id, 'flatline', true]])
  await field.desk.close()
})

it('doubts one wild value, and nothing that came after it', async () => {
  const city = line('CITY', 3, 8, 0.01)
  const [ill] = city
  const isWild = (station: string, at: number) => station === ill!.id && at === NOW - 30 * MINUTE
  const field = await openField({ stations: city, sense: (id, at) => usual(at) + (isWild(id, at) ? 30 : 0) })
  await field.pass(3 * 60)
  const doubts = [...field.desk.doubts()].map(({ station, doubt, suspect }) => [
    station,
    doubt.kind,
    doubt.cause,
    suspect,
  ])
  expect(doubts).toEqual([[ill!.id, 'spike', 'fault', false]])
  await field.desk.close()
})

it('asks once a minute for less of a past that cannot be read, tells nothing meanwhile, and stops when it closes', async () => {
  const city = line('CITY', 3, 8, 0.01)
  const field = await openField({ stations: city, sense: (_, at) => usual(at) })
  field.disk.fails = true
  await field.pass(150)
  expect(field.reads).toEqual([3, 2, 1])
  expect(field.failures).toEqual([3, 2, 1])
  expect(field.told).toEqual([])
  field.disk.fails = false
  await field.pass(60)
  expect(field.reads).toEqual([3, 2, 1, 1, 2])
  expect(field.told.map(({ station }) => station).sort()).toEqual(city.map(({ id }) => id))
  expect(field.told.every(({ doubt }) => doubt === null)).toBe(true)

  const closing = await openField({ stations: city, sense: (_, at) => usual(at) })
  closing.disk.fails = true
  await closing.pass(5)
  await closing.desk.close()
  await closing.pass(120)
  expect(closing.reads).toEqual([3])
})
