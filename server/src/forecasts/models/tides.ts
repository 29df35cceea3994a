import { HOUR } from '@ioc/shared/time'
import type { Model } from './model.js'
import { continueWaves, setWaves } from './waves.js'

/** Degrees an hour of the main constituents (Doodson 1921): M2 S2 N2 K2 K1 O1 P1 Q1 M4 MS4. */
const SPEEDS = [28.984104, 30, 28.43973, 30.082137, 15.041069, 13.943036, 14.958931, 13.398661, 57.968208, 58.984104]
const WIDTH = 2 * SPEEDS.length
/** A month tells the moon's two main waves from the sun's. */
const DAYS_NEEDED = 29

/** The tide: harmonics of moon and sun fitted to the past. */
export const tides: Model = {
  name: 'tides',
  needs: (day) => DAYS_NEEDED * day,
  forecast: (past, horizon) => {
    if (past.day < 8) return null
    const table = new Float64Array(WIDTH)
    const at = (index: number) => {
      setWaves(table, 0, SPEEDS, (past.start + index * past.stepMs) / HOUR)
      return { table, offset: 0 }
    }
    return continueWaves(past, horizon, { width: WIDTH, at, penalty: 1e-4, halfLifeDays: 40, levelStays: 0.9 })
  },
}
