import type {
  ForecastSpan,
  RankedBy,
  WireExpected,
  WireForecast,
  WireForecastRanking,
  WireForecastState,
} from '@ioc/shared/forecast'
import { groupBy } from '@ioc/shared/group-by'
import type { ReportForecast } from '@ioc/shared/report'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { Peak } from '@ioc/shared/overview'
import type { ObservedProperty } from '@ioc/shared/properties'
import { DAY, MINUTE, type EpochMs } from '@ioc/shared/time'
import { openForecastStore } from '../adapters/duckdb/forecast-store.js'
import type { Database } from '../adapters/duckdb/database.js'
import type { ForecastQuery } from '../adapters/http/forecast-routes.js'
import { openWorkerThread } from '../adapters/worker-thread.js'
import type { Config } from '../config.js'
import type { Events } from '../events.js'
import type { Followed } from '../forecasts/followed.js'
import { dayRecord } from '../forecasts/record/day-record.js'
import { createForecastDesk } from '../forecasts/desk.js'
import { expectationOf } from '../forecasts/expectation.js'
import { expectedAt } from '../forecasts/expected-at.js'
import { readForetold } from '../forecasts/foretold.js'
import { rankForecasts } from '../forecasts/record/rank-forecasts.js'
import { shownOf, toWireForecast, toWireState } from '../forecasts/wire-forecast.js'
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

export interface Forecasts {
  /** A day ahead before hours ahead, by station and property. */
  count(query: ForecastQuery): number
  list(query: ForecastQuery): WireForecast[]
  states(query: ForecastQuery): WireForecastState[]
  /** What is expected of a datastream from now on, and whether that can be relied on. */
  expectationOf(station: StationId, property: string): Expectation | null
  /** What is expected at about a moment, of whom there is a forecast. */
  expected(query: ForecastQuery, at: EpochMs): WireExpected[]
  ranking(span: ForecastSpan, by: RankedBy): Omit<WireForecastRanking, 'early' | 'since'>
  /** What was expected of a property, issue by issue. */
  foretold(query: { property: string; from: EpochMs; to: EpochMs }): Promise<Foretold[]>
  /** The steps of the day ahead of each substation, by their medians. */
  loadsAhead(): ReadonlyMap<string, Peak[]>
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
        const expectation = readExpectation(station, property)
        if (expectation) onExpected(station, property as PropertyKey, expectation)
      }
    },
  })

  function readExpectation(station: StationId, property: string): Expectation | null {
    const all = desk.followed([station]).filter((followed) => followed.property === property)
    const reliable = all.filter((followed) => desk.records.get(followed)?.reliable !== false)
    const good = expectationOf(reliable.flatMap(({ issued }) => issued ?? []))
    const any = good ?? expectationOf(all.flatMap(({ issued }) => issued ?? []))
    return good ?? (any && { ...any, unreliable: true })
  }

  function matching({ stations, properties, span }: ForecastQuery): Followed[] {
    return desk.followed(stations).filter((followed) => {
      return (!properties || properties.includes(followed.property)) && (!span || followed.span === span)
    })
  }

  function wanted(query: ForecastQuery): Followed[] {
    return matching(query).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  }

  function states(query: ForecastQuery): WireForecastState[] {
    return wanted(query).map((followed) => toWireState(followed, desk.records.get(followed), clock.now()))
  }

  function list(query: ForecastQuery): WireForecast[] {
    return wanted(query).flatMap((followed) => toWireForecast(followed, desk.records.get(followed), clock.now()) ?? [])
  }

  return {
    count: (query) => matching(query).length,
    list,
    loadsAhead() {
      const days = list({ properties: ['active_power'], span: 'day' })
      return new Map(days.map(({ station, points }) => [station, points.map(({ at, p50 }) => ({ at, value: p50 }))]))
    },
    states,
    expectationOf: readExpectation,
    expected(query, at) {
      const shown = matching(query).flatMap(
        (followed) => shownOf(followed, desk.records.get(followed), clock.now()) ?? [],
      )
      const datastreams = groupBy(shown, ({ station, property }) => `${station}/${property}`)
      return [...datastreams.values()].flatMap((issued) => expectedAt(issued, at) ?? [])
    },
    ranking: (span, by) => rankForecasts(states({ span }), by),
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

function orderOf({ station, property, span }: Followed): string {
  return `${station}/${property}/${FIRST[span]}`
}

const FIRST: Record<ForecastSpan, number> = { day: 0, hours: 1 }
