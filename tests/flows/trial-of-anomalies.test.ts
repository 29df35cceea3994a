import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createMemorySuspicionStore } from '@ioc/server/adapters/memory/suspicion-store'
import { tryRule } from '@ioc/server/alarms/try-rule'
import { createAnomalyDesk } from '@ioc/server/forecasts/anomalies/desk'
import { recallDoubts } from '@ioc/server/forecasts/anomalies/recall-doubts'
import { openSuspicions } from '@ioc/server/forecasts/anomalies/suspicions'
import type { AnomalyRule } from '@ioc/shared/rule'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { START, stationOf } from '../alarm-room.js'
import { createManualClock } from '../manual-clock.js'
import { seededRandom } from '../seeded-random.js'
import { silentEvents } from '../silent-events.js'

const TEMPERATURE = 'temperature' as PropertyKey
const RULE = ruleSchema.parse({
  version: 1,
  id: 'odd',
  name: { vi: '.', en: '.' },
  message: { vi: '{why}', en: '{why}' },
  kind: 'anomaly',
  severity: 'low',
  property: TEMPERATURE,
  cause: 'fault',
  restS: 0,
  stations: { ids: ['A-0'] },
}) as AnomalyRule

/** Fourteen days are learned, a day is tried. */
const [FROM, TO] = [START, START + DAY]
const EVERY = 5 * MINUTE
/** Air stations a kilometre from each other; the first is the one that is tried. */
const city = (count: number) =>
  Array.from({ length: count }, (_, n) => stationOf(`A-${n}`, { kind: 'air', lat: 16.4 + n / 100 }))

/** What is measured, by station and time. */
type Sense = (station: Station, at: number, usual: number) => number | null

async function past(stations: readonly Station[], sense: Sense) {
  const random = seededRandom(11)
  const observations: Observation[] = []
  for (let at = FROM - 14 * DAY; at < TO; at += EVERY) {
    for (const station of stations) {
      const usual = 26 + 3 * Math.sin((2 * Math.PI * at) / DAY) + 0.6 * random()
      const value = sense(station, at, usual)
      if (value === null) continue
      const device = { station: station.id, property: TEMPERATURE, quality: 'good', timeSource: 'device' } as const
      observations.push({ ...device, datastream: datastreamId(station.id, TEMPERATURE), at, value, receivedAt: at })
    }
  }
  const store = createMemoryStore()
  await store.commit({ observations, outcomes: observations.map(() => 'stored' as const), rejections: [], tallies: [] })
  return { store, observations, byId: new Map(stations.map((station) => [station.id, station])) }
}

type Past = Awaited<ReturnType<typeof past>>

function trial({ store, byId }: Past, rule = RULE, range = { from: FROM, to: TO }) {
  const signal = new AbortController().signal
  const options = { stations: byId, properties: PROPERTIES, store, elapsed: () => performance.now() }
  return tryRule({
    ...range,
    rule,
    rules: [rule],
    stations: byId,
    areas: [],
    properties: PROPERTIES,
    signal,
    read: (station: StationId, property, from, to) =>
      store.read(datastreamId(station, property as PropertyKey), from, to),
    readForetold: async () => [],
    readDoubts: (places, within, gone) => recallDoubts({ ...options, ...within, places, signal: gone }),
    pause: async () => undefined,
  })
}

/** What the desk tells of the station that is tried, where it is started at `FROM` and all comes in time. */
async function desk({ store, observations, byId }: Past) {
  const clock = createManualClock(FROM)
  const told: { at: number; cause: string | null }[] = []
  let newest = observations.filter(({ at }) => at < FROM).slice(-byId.size)
  const events = silentEvents()
  const own = createAnomalyDesk({
    envelopes: store.envelopes,
    newest: () => newest,
    stations: byId,
    properties: new Map(PROPERTIES.map((property) => [property.key, property])),
    isWatched: () => true,
    requalify: async () => undefined,
    suspicions: await openSuspicions({ store: createMemorySuspicionStore(), stations: byId, events, now: FROM }),
    clock,
    elapsed: () => 0,
    events,
    onDoubt(station, _, doubt) {
      if (station === 'A-0') told.push({ at: clock.now(), cause: doubt && `${doubt.cause} ${doubt.kind}` })
    },
  })
  own.open()
  for (let n = 0; n < 20; n++) await setImmediate()
  for (let at = FROM; at < TO; at += EVERY) {
    const came = observations.filter((each) => each.at === at)
    if (came.length > 0) newest = came
    own.take(
      came,
      came.map(() => 'stored'),
    )
    for (let second = 0; second < EVERY / SECOND; second++) clock.advance(SECOND)
    await setImmediate()
  }
  await own.close()
  return told.filter(({ cause }, index) => index > 0 || cause !== null)
}

const ODD_FROM = FROM + 6 * HOUR
const isOdd = (at: number) => at >= ODD_FROM && at < ODD_FROM + 5 * HOUR

it.each<[string, Sense]>([
  ['spike', (station, at, usual) => (station.id === 'A-0' && isOdd(at) ? usual + 12 : usual)],
  ['flatline', (station, at, usual) => (station.id === 'A-0' && at >= ODD_FROM ? 26.37 : usual)],
  [
    'drift',
    (station, at, usual) => usual + (station.id === 'A-0' ? (Math.max(0, at - (FROM - 3 * DAY)) / DAY) * 1.2 : 0),
  ],
])('finds a recorded %s as the desk does when it comes', async (kind, sense) => {
  const recorded = await past(city(5), sense)
  const { alarms } = await trial(recorded)
  const told = await desk(recorded)
  const faults = told.filter(({ cause }) => cause?.startsWith('fault'))
  expect(faults.map(({ cause }) => cause)).toContain(`fault ${kind}`)
  expect(alarms).toHaveLength(1)
  // When in its minute the desk looks decides which report is the last that it knows.
  expect(Math.abs(alarms[0]!.raisedAt - faults[0]!.at)).toBeLessThanOrEqual(EVERY)
  const ended = told.find(({ at, cause }) => at > faults[0]!.at && !cause?.startsWith('fault'))
  expect(Math.abs((alarms[0]!.clearedAt ?? TO) - (ended?.at ?? TO))).toBeLessThanOrEqual(EVERY)
})

it('finds nothing in a calm past, nor a fault in what the neighbours saw too', async () => {
  expect(await trial(await past(city(5), (_, __, usual) => usual))).toMatchObject({ alarms: [] })
  const warm = await past(city(5), (_, at, usual) => usual + (isOdd(at) ? 12 : 0))
  expect(await trial(warm)).toMatchObject({ alarms: [] })
  const { alarms } = await trial(warm, { ...RULE, cause: 'event' })
  expect(alarms).toHaveLength(1)
})

it('asks farther stations where the nearest were silent, as the desk does', async () => {
  const stations = city(24)
  const near = new Set(stations.slice(1, 17).map(({ id }) => id))
  const recorded = await past(stations, (station, at, usual) =>
    near.has(station.id) && at >= FROM ? null : usual + (station.id === 'A-0' && isOdd(at) ? 12 : 0),
  )
  const { alarms } = await trial(recorded)
  expect(alarms).toHaveLength(1)
})

it('says so where it would be too much', async () => {
  const recorded = await past(city(2), (_, __, usual) => usual)
  const many = city(200)
  const wide = { ...recorded, byId: new Map(many.map((station) => [station.id, station])) }
  const { stations: _, ...everywhere } = RULE
  await expect(trial(wide, everywhere, { from: TO - 60 * DAY, to: TO })).rejects.toMatchObject({
    code: 'trial.too-large',
  })
})
