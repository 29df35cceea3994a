import { fitSeasonal } from '@ioc/server/adapters/augurs'
import { createMemoryForecastStore } from '@ioc/server/adapters/memory/forecast-store'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createForecastDesk } from '@ioc/server/forecasts/desk'
import { work, type Answer, type Job } from '@ioc/server/forecasts/work'
import { createHistory } from '@ioc/server/history/read-history'
import { readIndex } from '@ioc/server/indices/read-index'
import type { ForecastStore, IssuedForecast } from '@ioc/server/ports/forecasts'
import type { ObservationStore } from '@ioc/server/ports/observation-store'
import type { Worker } from '@ioc/server/ports/worker'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { SECOND } from '@ioc/shared/time'
import { createManualClock } from './manual-clock.js'
import { silentEvents } from './silent-events.js'

/** Does the work of a thread here and now. */
export const HERE: Worker<Job, Answer | null> = {
  run: async (job) => ({ answer: work(structuredClone(job), fitSeasonal), ms: 0 }),
  close: async () => undefined,
}

interface RoomOptions {
  stations: readonly Station[]
  start: number
  store?: ForecastStore
  observations?: ObservationStore
  worker?: Worker<Job, Answer | null>
  share?: number
  onIssued?: (issued: readonly IssuedForecast[]) => void
}

/** The real desk over stores in memory, on a clock that is told to go on. */
export function openForecastRoom(options: RoomOptions) {
  const { start, worker = HERE, share = 1, onIssued = () => undefined } = options
  const { store = createMemoryForecastStore(), observations = createMemoryStore() } = options
  const clock = createManualClock(start)
  const stations = new Map(options.stations.map((station) => [station.id, station]))
  const properties = new Map<string, (typeof PROPERTIES)[number]>(PROPERTIES.map((each) => [each.key, each]))
  const known = new Map<string, { station: Station['id']; property: string }>()
  const failures: unknown[] = []
  const desk = createForecastDesk({
    store,
    read: createHistory({
      store: observations,
      properties,
      readIndex(key, { station: id, ...query }) {
        const station = stations.get(id)
        return station ? readIndex({ ...query, key, store: observations, station, now: clock.now() }) : null
      },
    }),
    newest: () => known.values(),
    stations,
    properties,
    workers: [worker],
    share,
    clock,
    events: { ...silentEvents(), forecastFailed: (_, cause) => failures.push(cause) },
    onIssued,
  })

  return {
    desk,
    store,
    observations,
    clock,
    stations,
    failures,
    /** Puts values into the past; `at` in order. */
    async keep(station: Station['id'], property: string, values: Iterable<readonly [at: number, value: number]>) {
      const key = property as PropertyKey
      const datastream = datastreamId(station, key)
      known.set(datastream, { station, property })
      const kept = [...values].map(([at, value]): Observation => ({
        datastream,
        station,
        property: key,
        at,
        value,
        quality: 'good',
        receivedAt: at,
        timeSource: 'device',
      }))
      const outcomes = await observations.classify(kept)
      await observations.commit({ observations: kept, outcomes, rejections: [], tallies: [] })
    },
    /** Lets the clock run to this moment, the desk working on the way. */
    async runTo(at: number, stepMs = 10 * SECOND) {
      while (clock.now() < at) {
        clock.advance(Math.min(stepMs, at - clock.now()))
        // What the desk reads and calculates are promises; each second it looks again.
        for (let turn = 0; turn < 20; turn++) await new Promise((resume) => setImmediate(resume))
        await desk.settled()
      }
    },
  }
}
