import type {
  ForecastSpan,
  RankedBy,
  WireExpected,
  WireForecast,
  WireForecastRanking,
  WireForecastState,
} from '@ioc/shared/forecast'
import { groupBy } from '@ioc/shared/group-by'
import type { StationId } from '@ioc/shared/ids'
import type { Peak } from '@ioc/shared/overview'
import type { EpochMs } from '@ioc/shared/time'
import type { Clock } from '../ports/clock.js'
import type { Expectation, ForecastQuery, IssuedForecast } from '../ports/forecasts.js'
import type { ForecastDesk } from './desk.js'
import { expectationOf } from './expectation.js'
import { expectedAt } from './expected-at.js'
import type { Followed } from './followed.js'
import { rankForecasts } from './record/rank-forecasts.js'
import { shownOf, toWireForecast, toWireState } from './wire-forecast.js'

/** What the desk knows, as it is asked for. */
export interface ForecastReader {
  /** A day ahead before hours ahead, by station and property. */
  count(query: ForecastQuery): number
  list(query: ForecastQuery): WireForecast[]
  states(query: ForecastQuery): WireForecastState[]
  /** What is expected of a datastream from now on, and whether that can be relied on. */
  expectationOf(station: StationId, property: string): Expectation | null
  /** What is expected at about a moment, of whom there is a forecast. */
  expected(query: ForecastQuery, at: EpochMs): WireExpected[]
  ranking(span: ForecastSpan, by: RankedBy): Omit<WireForecastRanking, 'early' | 'since'>
  /** The steps of the day ahead of each substation, by their medians. */
  loadsAhead(): ReadonlyMap<string, Peak[]>
}

interface ForecastReaderOptions {
  desk: {
    followed: ForecastDesk['followed']
    records: Pick<ForecastDesk['records'], 'get'>
  }
  clock: Pick<Clock, 'now'>
}

const ORDER: Record<ForecastSpan, number> = { day: 0, hours: 1 }

/** Answers what is asked of the forecasts. */
export function createForecastReader({ desk, clock }: ForecastReaderOptions): ForecastReader {
  const recordOf = (followed: Followed) => desk.records.get(followed)

  function matching({ stations, properties, span }: ForecastQuery): Followed[] {
    return desk.followed(stations).filter((followed) => {
      return (!properties || properties.includes(followed.property)) && (!span || followed.span === span)
    })
  }

  function inOrder(query: ForecastQuery): Followed[] {
    return matching(query).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  }

  function list(query: ForecastQuery): WireForecast[] {
    return inOrder(query).flatMap((followed) => toWireForecast(followed, recordOf(followed), clock.now()) ?? [])
  }

  function states(query: ForecastQuery): WireForecastState[] {
    return inOrder(query).map((followed) => toWireState(followed, recordOf(followed), clock.now()))
  }

  return {
    count: (query) => matching(query).length,
    list,
    states,
    expectationOf(station, property) {
      const all = matching({ stations: [station], properties: [property] })
      const good = expectationOf(issuedOf(all.filter((followed) => recordOf(followed)?.reliable !== false)))
      const any = good ?? expectationOf(issuedOf(all))
      return good ?? (any && { ...any, unreliable: true })
    },
    expected(query, at) {
      const shown = matching(query).flatMap((followed) => shownOf(followed, recordOf(followed), clock.now()) ?? [])
      const datastreams = groupBy(shown, ({ station, property }) => `${station}/${property}`)
      return [...datastreams.values()].flatMap((issued) => expectedAt(issued, at) ?? [])
    },
    ranking: (span, by) => rankForecasts(states({ span }), by),
    loadsAhead() {
      const days = list({ properties: ['active_power'], span: 'day' })
      return new Map(days.map(({ station, points }) => [station, points.map(({ at, p50 }) => ({ at, value: p50 }))]))
    },
  }
}

function issuedOf(all: readonly Followed[]): IssuedForecast[] {
  return all.flatMap(({ issued }) => issued ?? [])
}

function orderOf({ station, property, span }: Followed): string {
  return `${station}/${property}/${ORDER[span]}`
}
