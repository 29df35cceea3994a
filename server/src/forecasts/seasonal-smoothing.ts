import type { Model, Past } from './model.js'

/**
 * Exponential smoothing of what is left when the seasons are taken off; null where no form fits.
 *
 * @param periods seasons in steps; none: of the values as they are
 */
export type FitSeasonal = (values: Float64Array, periods: readonly number[], horizon: number) => Float64Array | null

/** Six weeks show every season and keep the fit short; what has no season needs fewer. */
const WEEKS_FITTED = 6
const WEEKS_SMOOTHED = 2

/** ETS alone and ETS after MSTL, by whatever fits them. */
export function seasonalSmoothing(fit: FitSeasonal): Model[] {
  return [
    {
      name: 'ets',
      needs: () => 10,
      forecast: (past, horizon) => fit(recent(past, WEEKS_SMOOTHED), [], horizon),
    },
    {
      name: 'mstl-ets',
      needs: (day) => 2 * day + 2,
      forecast: (past, horizon) => {
        const values = recent(past, WEEKS_FITTED)
        const periods = [past.day, past.week].filter((period) => period >= 2 && values.length > 2 * period)
        return fit(values, periods, horizon)
      },
    },
  ]
}

function recent({ values, week }: Past, weeks: number): Float64Array {
  return values.subarray(Math.max(0, values.length - weeks * week))
}
