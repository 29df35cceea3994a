import { autoregression, logAutoregression } from './autoregression.js'
import type { Model } from './model.js'
import { naiveDay, naiveWeek, persistence } from './naive.js'
import { recession } from './recession.js'
import { seasonalSmoothing, type FitSeasonal } from './seasonal-smoothing.js'
import { tides } from './tides.js'
import { usualDay, usualWeek } from './usual.js'

/** Every way of forecasting that a choice is made among. */
export function allModels(fit: FitSeasonal): Model[] {
  return [
    persistence,
    naiveDay,
    naiveWeek,
    usualDay,
    usualWeek,
    autoregression,
    logAutoregression,
    recession,
    tides,
    ...seasonalSmoothing(fit),
  ]
}

/** Those of them that are quick enough for steps of minutes, and have something to say of the next hours. */
export function quickModels(fit: FitSeasonal): Model[] {
  return [persistence, naiveDay, usualDay, recession, ...seasonalSmoothing(fit).filter(({ name }) => name === 'ets')]
}
