import type { ForecastSpan, WireForecastRecord } from '@ioc/shared/forecast'
import { DAY, type EpochMs } from '@ioc/shared/time'
import type { ForecastSum } from '../../ports/forecasts.js'
import { AHEAD } from '../plan.js'

/** A record says something from so many values on. */
const LEAST_VALUES = 48
/** … and beside the naive from so many forecasts on that have no step in common. */
const LEAST_ORIGINS = 4
/** With so many of them a forecast is worse than the naive that loses to it by this share; with fewer, by more. */
const ORIGINS = 8
const CLEARLY = 0.1
/** Bands that hold less than this, after a day, are not bands of 90 %. */
const LEAST_COVERAGE = 0.7
const COVERAGE_DAYS = 1
/** Whoever says a single value loses half its error at every quantile: the mean of QUANTILES is a half. */
const WITHOUT_BANDS = 0.5
/** Bands that lose twice as much as the median alone would are of no use, unless all of it is next to nothing. */
const TOO_WIDE = 2 * WITHOUT_BANDS
const NEXT_TO_NOTHING = 0.25

/** Adds up what is given, whatever the model; null where nothing is known yet. */
export function recordOf(sums: readonly ForecastSum[], now: EpochMs, mostDays: number): WireForecastRecord | null {
  const total = (pick: (sum: ForecastSum) => number) => sums.reduce((all, sum) => all + pick(sum), 0)
  const count = total((sum) => sum.count)
  if (count === 0) return null
  const since = Math.min(...sums.map((sum) => sum.since))
  return {
    days: Math.min(mostDays, Math.round(((now - since) / DAY) * 10) / 10),
    count,
    mase: total((sum) => sum.scaled) / count,
    pinball: total((sum) => sum.pinball) / count,
    coverage50: total((sum) => sum.within50) / count,
    coverage90: total((sum) => sum.within90) / count,
    error: total((sum) => sum.error) / count,
    naive: total((sum) => sum.floor) / count,
  }
}

/**
 * Whether forecasts with this record over the last week may be shown: a bad one is worse than none. A hard week is no
 * bad record: in a flood everything errs by more than in the calm that errors are scaled by, and the naive by most.
 *
 * Bad is who misses by more than the naive, who loses more with bands than the naive without any, whose bands hold too
 * little, and whose bands are so wide that they say less than none.
 */
export function isReliable(week: WireForecastRecord | null, span: ForecastSpan): boolean {
  if (!week || week.count < LEAST_VALUES) return true
  const { days, mase, naive, pinball, coverage90 } = week
  const origins = Math.floor((days * DAY) / AHEAD[span])
  const most = naive * (1 + CLEARLY * Math.max(1, ORIGINS / origins))
  if (origins >= LEAST_ORIGINS && (mase > most || pinball > WITHOUT_BANDS * most)) return false
  if (days < COVERAGE_DAYS) return true
  return coverage90 >= LEAST_COVERAGE && pinball <= Math.max(TOO_WIDE * mase, NEXT_TO_NOTHING)
}
