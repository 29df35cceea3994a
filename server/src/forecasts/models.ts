import type { Model } from './model.js'
import { naiveDay, naiveWeek, persistence } from './naive.js'
import { seasonalSmoothing, type FitSeasonal } from './seasonal-smoothing.js'

/** Every way of forecasting that a choice is made among. */
export function allModels(fit: FitSeasonal): Model[] {
  return [persistence, naiveDay, naiveWeek, ...seasonalSmoothing(fit)]
}
