import type { Model } from './model.js'
import { continueWaves, setWaves } from './waves.js'

/** How often each wave turns in a week: with those of the week and of the day those beside the day, for other weekends. */
const TURNS = [1, 2, 3, 6, 7, 8, 14, 21, 28]
const WIDTH = 2 * TURNS.length
const WEEKS_NEEDED = 3

/** The week as a sum of waves: harmonics of 168 h, those of the day among them, fitted to the past. */
export const weeks: Model = {
  name: 'weeks',
  needs: (day) => WEEKS_NEEDED * 7 * day,
  forecast: (past, horizon) => {
    if (past.week <= WIDTH) return null
    const table = new Float64Array(past.week * WIDTH)
    const speeds = TURNS.map((turns) => (360 * turns) / past.week)
    for (let step = 0; step < past.week; step++) setWaves(table, step * WIDTH, speeds, step)
    const at = (index: number) => ({ table, offset: (index % past.week) * WIDTH })
    return continueWaves(past, horizon, { width: WIDTH, at, penalty: 1e-3, halfLifeDays: 28, levelStays: 0.7 })
  },
}
