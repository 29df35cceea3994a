import type { Past } from './model.js'

/** Origins whose time of day is farther than this from now's teach little … */
const HOURS_NEAR = 3
/** … and older ones less: half as much for every so many days. */
const HALF_LIFE_DAYS = 28
/** Of steps of minutes not every one is learned from: neighbours say the same. */
const MOST_A_DAY = 7

/** Past origins to learn from, oldest first, and how much each counts. */
export interface Origins {
  at: number[]
  weights: Float64Array
}

/** The origins before `now` at about its time of day, those with at least a week and a day before them. */
export function originsLike(now: number, { day, week }: Past): Origins {
  const near = Math.floor((HOURS_NEAR * day) / 24)
  const stride = Math.max(1, Math.ceil((2 * near + 1) / MOST_A_DAY))
  const at: number[] = []
  const weights: number[] = []
  for (let origin = week + day; origin < now; origin++) {
    const apart = Math.abs(((now - origin + (day >> 1)) % day) - (day >> 1))
    if (apart > near || apart % stride !== 0) continue
    at.push(origin)
    weights.push(Math.exp(-2 * (apart / (near + 1)) ** 2) * 0.5 ** ((now - origin) / (HALF_LIFE_DAYS * day)))
  }
  return { at, weights: Float64Array.from(weights) }
}
