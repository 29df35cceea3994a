import type { WireForecastRecord } from '@ioc/shared/forecast'
import { DAY, type EpochMs } from '@ioc/shared/time'
import type { ForecastSum } from '../ports/forecasts.js'

/** A record says something from so many values on. */
const LEAST_VALUES = 48
const WEEK_DAYS = 6
/** A forecast must lose to the seasonal naive by this share, over the same values, before none is better than it. */
const CLEARLY = 0.1
/** Bands that hold less than this, after a few days, are not bands of 90 %. */
const LEAST_COVERAGE = 0.7
const COVERAGE_DAYS = 2

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
 */
export function isReliable(week: WireForecastRecord | null): boolean {
  if (!week || week.count < LEAST_VALUES) return true
  if (week.days >= WEEK_DAYS && week.mase > (1 + CLEARLY) * week.naive) return false
  return week.days < COVERAGE_DAYS || week.coverage90 >= LEAST_COVERAGE
}
