import type { ReportForecast } from '@ioc/shared/report'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import { DAY, MINUTE, type EpochMs } from '@ioc/shared/time'
import { openForecastStore } from '../adapters/duckdb/forecast-store.js'
import type { Database } from '../adapters/duckdb/database.js'
import { openWorkerThread } from '../adapters/worker-thread.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import { dayRecord } from '../forecasts/record/day-record.js'
import { createForecastDesk } from '../forecasts/desk.js'
import { readForetold } from '../forecasts/foretold.js'
import { createForecastReader, type ForecastReader } from '../forecasts/read-forecasts.js'
import type { Answer, Job } from '../forecasts/work.js'
import type { Expectation, Foretold, IssuedForecast } from '../ports/forecasts.js'
import type { Clock } from '../ports/clock.js'
import type { ReadHistory } from '../ports/observation-store.js'
import type { Stations } from '../stations/stations.js'

interface ForecastsOptions {
  config: Pick<Config, 'forecastCpu' | 'forecastWorker'>
  database: Database
  readHistory: ReadHistory
  newest: () => Iterable<Observation>
  stations: Stations
  properties: ReadonlyMap<string, ObservedProperty>
  clock: Clock
  events: Events
  onIssued: (issued: readonly IssuedForecast[]) => void
  /** What is expected of a datastream now, and whether that can be relied on. */
  onExpected: (station: StationId, property: PropertyKey, expectation: Expectation) => void
}

export interface Forecasts extends ForecastReader {
  /** What was expected of a property, issue by issue. */
  foretold(query: { property: string; from: EpochMs; to: EpochMs }): Promise<Foretold[]>
  /** How those did whose last step lay in a range: issued a day before. */
  record(range: { from: EpochMs; to: EpochMs }): Promise<ReportForecast[]>
  /** Forgets all of it. */
  stationRemoved(id: StationId): void
  /** Begins to work; call once. */
  open(): Promise<void>
  close(): Promise<void>
}

/** The longest piece of work, choosing for one datastream, takes less than a second of an idle core. */
const TIMEOUT_MS = 2 * MINUTE

/** Wires the desk that forecasts, its threads and what it keeps. */
export async function openForecasts(options: ForecastsOptions): Promise<Forecasts> {
  const { config, database, readHistory, clock, onIssued, onExpected } = options
  const store = await openForecastStore(database)
  const workers = Array.from({ length: Math.ceil(config.forecastCpu) }, () =>
    openWorkerThread<Job, Answer | null>({ file: config.forecastWorker, timeoutMs: TIMEOUT_MS }),
  )
  const desk = createForecastDesk({
    ...options,
    store,
    read: readHistory,
    workers,
    share: config.forecastCpu,
    onIssued(issued) {
      onIssued(issued)
      const datastreams = new Map(
        issued.map((each) => [datastreamId(each.station, each.property as PropertyKey), each]),
      )
      for (const { station, property } of datastreams.values()) {
        const expectation = reader.expectationOf(station, property)
        if (expectation) onExpected(station, property as PropertyKey, expectation)
      }
    },
  })
  const reader = createForecastReader({ desk, clock })

  return {
    ...reader,
    foretold: (query) => readForetold(store, query),
    async record({ from, to }) {
      const sums = await store.sums(from - DAY, to - DAY)
      return dayRecord(sums.filter(({ span }) => span === 'day'))
    },
    stationRemoved: desk.stationRemoved,
    open: async () => {
      if (config.forecastCpu > 0) await desk.open()
    },
    async close() {
      await desk.close()
      await store.close()
    },
  }
}
