import type { Model } from './model.js'

/**
 * Exponential smoothing of what is left when the seasons are taken off; null where no form fits.
 *
 * @param periods seasons in steps; none: of the values as they are
 */
export type FitSeasonal = (values: Float64Array, periods: readonly number[], horizon: number) => Float64Array | null

/** So many steps keep a fit short: six weeks of hours show every season, and what has no season needs fewer. */
const STEPS_FITTED = 1_008
const STEPS_SMOOTHED = 336

/** ETS alone and ETS after MSTL, by whatever fits them. */
export function seasonalSmoothing(fit: FitSeasonal): Model[] {
  return [
    {
      name: 'ets',
      needs: () => 10,
      forecast: (past, horizon) => fit(past.values.slice(-STEPS_SMOOTHED), [], horizon),
    },
    {
      name: 'mstl-ets',
      needs: (day) => 2 * day + 2,
      forecast: (past, horizon) => {
        const values = past.values.slice(-STEPS_FITTED)
        const periods = [past.day, past.week].filter((period) => period >= 2 && values.length > 2 * period)
        return periods.length > 0 ? fit(values, periods, horizon) : null
      },
    },
  ]
}
