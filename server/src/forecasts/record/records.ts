import { FORECAST_SPANS, HOURS_KEPT_MS, type WireForecastRecord, type WireForecastState } from '@ioc/shared/forecast'
import { groupBy } from '@ioc/shared/group-by'
import type { StationId } from '@ioc/shared/ids'
import { DAY, HOUR, MINUTE, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { Events } from '../../events.js'
import type { ForecastPlace, ForecastScore, ForecastStore, IssuedForecast, SpanRecord } from '../../ports/forecasts.js'
import type { Clock } from '../../ports/clock.js'
import type { ReadHistory } from '../../ports/observation-store.js'
import { judgeIssued } from './judge-issued.js'
import type { Subject } from '../plan.js'
import { isReliable, recordOf } from './record.js'
import { scoreAdded, scoreIssued } from './score-issued.js'
import { sumModels, sumRecords } from './sum-records.js'

/** The record of a datastream and span. */
export interface PlaceRecord extends ForecastPlace {
  /** Of all models together, of the last days. */
  week: WireForecastRecord | null
  month: WireForecastRecord | null
  /** Of each model alone. */
  models: WireForecastState['models']
  reliable: boolean
}

export interface Records {
  get(place: ForecastPlace): PlaceRecord | undefined
  /** Puts the truth beside what is over. */
  judge(): Promise<void>
  /** … and what came late beside what was judged without it. */
  judgeAgain(): Promise<void>
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
const AT_ONCE = 2_000
/** From when a forecast was issued to its last step, and some. */
const LONGEST_MS = 26 * HOUR
/** Adding up a month of scores is no small work. */
const REFRESHED_MS = HOUR
/** Truth that comes so late still counts. */
const LATE_MS = 3 * DAY
const WEEK = 7
const MONTH = 30
/** How long forecasts stay after they were issued, and scores. */
const KEPT_MS = { day: 30 * DAY, hours: HOURS_KEPT_MS, scores: 400 * DAY }

/** Judges every issued forecast once its truth is known, and adds up how each datastream was forecast. */
export function createRecords({ store, read, subjectOf, clock, events }: RecordsOptions): Records {
  let places = new Map<string, PlaceRecord>()
  /** All that was issued before is judged; what a start finds may be older. */
  let judgedTo: EpochMs = 0
  let refreshedAt: EpochMs = 0
  let isNews = false
  const inTurn = createTurn()
  const quietly = (work: () => Promise<void>) =>
    inTurn(work).catch((cause: unknown) => events.forecastFailed(null, cause))

  async function refresh(): Promise<void> {
    const now = clock.now()
    refreshedAt = now
    isNews = false
    const weeks = groupBy(await store.sums(now - WEEK * DAY), keyOf)
    const months = groupBy(await store.sums(now - MONTH * DAY), keyOf)
    places = new Map(
      [...months].map(([key, sums]) => {
        const { station, property, span } = sums[0]!
        const newest = weeks.get(key) ?? []
        const week = recordOf(newest, now, WEEK)
        const month = recordOf(sums, now, MONTH)
        const models = sums.map((sum) => ({
          model: sum.model,
          week: recordOf(
            newest.filter(({ model }) => model === sum.model),
            now,
            WEEK,
          ),
          month: recordOf([sum], now, MONTH),
        }))
        return [key, { station, property, span, week, month, models, reliable: isReliable(week, span) }]
      }),
    )
    events.forecastRecords(FORECAST_SPANS.map(sumOf))
  }

  function sumOf(span: ForecastPlace['span']): SpanRecord {
    const its = [...places.values()].filter((place) => place.span === span)
    return {
      span,
      places: its.length,
      unreliable: its.filter(({ reliable }) => !reliable).length,
      week: sumRecords(its.flatMap(({ week }) => week ?? [])),
      models: sumModels(its.flatMap(({ models }) => models)),
    }
  }

  async function judge(): Promise<void> {
    const now = clock.now()
    const at = now - AWAITED_MS
    for (;;) {
      const due = await store.due({ from: judgedTo, at, most: AT_ONCE })
      await store.putScores(await scoresOf(due))
      if (due.length > 0) isNews = true
      if (due.length < AT_ONCE) break
    }
    judgedTo = at - LONGEST_MS
    if (isNews && now - refreshedAt >= REFRESHED_MS) await refresh()
  }

  /** What arrived late counts as well. */
  async function judgeAgain(): Promise<void> {
    const now = clock.now()
    for (let from = now - LATE_MS; from < now; from += HOUR) {
      const found = await store.incomplete({ from, to: from + HOUR })
      const before = new Map(found.map(({ score }) => [keyOfIssue(score), score]))
      const scores = await scoresOf(found.map(({ forecast }) => forecast))
      const added = scores.map((score) => scoreAdded(score, before.get(keyOfIssue(score))!))
      await store.putScores(added.filter(({ count }) => count > 0))
    }
  }

  /** Where the truth of a datastream cannot be read it is not known yet, and all others are judged. */
  async function scoresOf(forecasts: readonly IssuedForecast[]): Promise<ForecastScore[]> {
    const scores: ForecastScore[] = []
    for (const group of groupBy(forecasts, (each) => `${keyOf(each)} ${each.stepMs}`).values()) {
      const over = subjectOf(group[0]!.property)?.over ?? 'mean'
      try {
        scores.push(...(await judgeIssued(read, group, over)))
      } catch (cause) {
        events.forecastFailed(group[0]!, cause)
        scores.push(...group.map((forecast) => scoreIssued(forecast, [], [])))
      }
    }
    return scores
  }

  return {
    get: (place) => places.get(keyOf(place)),
    judge: () => quietly(judge),
    judgeAgain: () => quietly(judgeAgain),
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

function keyOfIssue(score: ForecastScore): string {
  return `${keyOf(score)} ${score.issuedAt}`
}

function keyOf({ station, property, span }: ForecastPlace): string {
  return `${station}/${property}/${span}`
}
