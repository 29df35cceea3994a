import type { WireForecastRecord } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import { DAY, MINUTE, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Events } from '../events.js'
import {
  FORECAST_SPANS,
  type ForecastPlace,
  type ForecastScore,
  type ForecastStore,
  type IssuedForecast,
} from '../ports/forecasts.js'
import type { Clock } from '../ports/clock.js'
import type { Subject } from './plan.js'
import { readEven, type ReadHistory } from './read-even.js'
import { isReliable, recordOf } from './record.js'
import { scoreIssued, stepsOf } from './score-issued.js'

/** The record of a datastream and span. */
export interface PlaceRecord extends ForecastPlace {
  /** Of all models together, of the last days. */
  week: WireForecastRecord | null
  month: WireForecastRecord | null
  /** Of each model in the last 30 days. */
  models: { model: string; record: WireForecastRecord }[]
  reliable: boolean
}

export interface Records {
  get(place: ForecastPlace): PlaceRecord | undefined
  all(): PlaceRecord[]
  /** Puts the truth beside what is over. */
  judge(): Promise<void>
  refresh(): Promise<void>
  /** A station is gone, and how it was forecast with it. */
  forget(station: StationId): Promise<void>
  /** Forgets what nobody looks at any more. */
  tidy(): Promise<void>
  settled(): Promise<void>
}

interface RecordsOptions {
  store: ForecastStore
  read: ReadHistory
  subjectOf: (property: string) => Subject | null
  clock: Clock
  events: Pick<Events, 'forecastFailed' | 'forecastRecords'>
}

/** Late reports are awaited so long before a forecast is judged. */
const AWAITED_MS = 10 * MINUTE
const AT_ONCE = 500
const WEEK = 7
const MONTH = 30
/** How long forecasts stay after they were issued, and scores. */
const KEPT_MS = { day: 30 * DAY, hours: 3 * DAY, scores: 400 * DAY }

/** Judges every issued forecast once its truth is known, and adds up how each datastream was forecast. */
export function createRecords({ store, read, subjectOf, clock, events }: RecordsOptions): Records {
  let places = new Map<string, PlaceRecord>()
  const inTurn = createTurn()
  const quietly = (work: () => Promise<void>) =>
    inTurn(work).catch((cause: unknown) => events.forecastFailed(null, cause))

  async function refresh(): Promise<void> {
    const now = clock.now()
    const [weeks, months] = [byPlace(await store.sums(now - WEEK * DAY)), byPlace(await store.sums(now - MONTH * DAY))]
    places = new Map(
      [...months].map(([key, sums]) => {
        const { station, property, span } = sums[0]!
        const week = recordOf(weeks.get(key) ?? [], now, WEEK)
        const models = sums.flatMap((sum) => {
          const record = recordOf([sum], now, MONTH)
          return record ? [{ model: sum.model, record }] : []
        })
        const month = recordOf(sums, now, MONTH)
        return [key, { station, property, span, week, month, models, reliable: isReliable(week) }]
      }),
    )
    for (const span of FORECAST_SPANS)
      tellSpan(
        span,
        [...places.values()].filter((place) => place.span === span),
      )
  }

  function tellSpan(span: ForecastPlace['span'], records: readonly PlaceRecord[]): void {
    const weeks = records.flatMap(({ week }) => week ?? [])
    const mean = (pick: (week: WireForecastRecord) => number) => {
      const count = weeks.reduce((sum, week) => sum + week.count, 0)
      return count === 0 ? null : weeks.reduce((sum, week) => sum + week.count * pick(week), 0) / count
    }
    const unreliable = records.filter(({ reliable }) => !reliable).length
    const [mase, coverage90] = [mean((week) => week.mase), mean((week) => week.coverage90)]
    events.forecastRecords({ span, places: records.length, unreliable, mase, coverage90 })
  }

  async function judge(): Promise<void> {
    for (;;) {
      const due = await store.due(clock.now() - AWAITED_MS, AT_ONCE)
      if (due.length === 0) break
      const scores: ForecastScore[] = []
      for (const group of byPlace(due).values()) scores.push(...(await judgeQuietly(group)))
      await store.putScores(scores)
      if (due.length < AT_ONCE) break
    }
    await refresh()
  }

  /** Where the truth of one cannot be read it is not known, and all others are judged. */
  async function judgeQuietly(group: readonly IssuedForecast[]): Promise<ForecastScore[]> {
    try {
      return await judgeGroup(group)
    } catch (cause) {
      events.forecastFailed(group[0]!, cause)
      return group.map((forecast) => scoreIssued(forecast, []))
    }
  }

  /** Forecasts of one datastream overlap: their truth is read once. */
  async function judgeGroup(group: readonly IssuedForecast[]): Promise<ForecastScore[]> {
    const [first] = group as [IssuedForecast]
    const { station, property, stepMs } = first
    const alike = group.filter((forecast) => forecast.stepMs === stepMs)
    const from = Math.min(...alike.map(({ start }) => start))
    const to = Math.max(...alike.map(endOf))
    const over = subjectOf(property)?.over ?? 'mean'
    const { values } = await readEven(read, { station, property, over, from, to, stepMs })
    const scores = alike.map((forecast) => {
      const at = Math.round((forecast.start - from) / stepMs)
      return scoreIssued(forecast, values.subarray(at, at + stepsOf(forecast)))
    })
    // The interval of a station changed meanwhile: its older forecasts are a group of their own.
    const others = group.filter((forecast) => forecast.stepMs !== stepMs)
    return others.length > 0 ? [...scores, ...(await judgeGroup(others))] : scores
  }

  return {
    get: (place) => places.get(keyOf(place)),
    all: () => [...places.values()],
    judge: () => quietly(judge),
    refresh: () => quietly(refresh),
    tidy: () =>
      quietly(() => {
        const now = clock.now()
        return store.forget({ day: now - KEPT_MS.day, hours: now - KEPT_MS.hours, scores: now - KEPT_MS.scores })
      }),
    forget: (station) =>
      quietly(async () => {
        for (const [key, place] of places) if (place.station === station) places.delete(key)
        await store.forgetStation(station)
      }),
    settled: () => inTurn(async () => undefined),
  }
}

function endOf(forecast: IssuedForecast): EpochMs {
  return forecast.start + stepsOf(forecast) * forecast.stepMs
}

function keyOf({ station, property, span }: { station: StationId; property: string; span: string }): string {
  return `${station}/${property}/${span}`
}

function byPlace<T extends ForecastPlace>(rows: readonly T[]): Map<string, T[]> {
  const places = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = places.get(key)
    if (known) known.push(row)
    else places.set(key, [row])
  }
  return places
}
