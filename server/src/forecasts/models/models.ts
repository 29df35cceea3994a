import type { ForecastSpan } from '@ioc/shared/forecast'
import { autoregression, logAutoregression } from './autoregression.js'
import { dampedTrend } from './damped-trend.js'
import type { Model } from './model.js'
import { naiveDay, naiveWeek, persistence } from './naive.js'
import { recession } from './recession.js'
import { seasonalSmoothing, type FitSeasonal } from './seasonal-smoothing.js'
import { tides } from './tides.js'
import { usualDay, usualWeek } from './usual.js'
import { weeks } from './weeks.js'

/** What a choice is made among, for a day by the hour or for the next hours in short steps. */
export function modelsOf(span: ForecastSpan, fit: FitSeasonal): Model[] {
  return span === 'day' ? allModels(fit) : quickModels(fit)
}

/** Every way of forecasting that a choice is made among. */
export function allModels(fit: FitSeasonal): Model[] {
  return [
    persistence,
    dampedTrend,
    naiveDay,
    naiveWeek,
    usualDay,
    usualWeek,
    autoregression,
    logAutoregression,
    recession,
    tides,
    weeks,
    ...seasonalSmoothing(fit),
  ]
}

/** Those of them that are quick enough for steps of minutes, and have something to say of the next hours. */
export function quickModels(fit: FitSeasonal): Model[] {
  return [
    persistence,
    dampedTrend,
    naiveDay,
    usualDay,
    recession,
    ...seasonalSmoothing(fit).filter(({ name }) => name === 'ets'),
  ]
}
