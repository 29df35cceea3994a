import { HOUR } from '@ioc/shared/time'

/** The concentrations, µg/m³, at which an index of 0, 50, 100, 150, 200, 300, 400 and 500 begins. */
const TABLE: Readonly<Record<string, readonly number[]>> = {
  pm2_5: [0, 25, 50, 80, 150, 250, 350, 500],
  pm10: [0, 50, 150, 250, 350, 420, 500, 600],
  no2: [0, 100, 200, 700, 1_200, 2_350, 3_100, 3_850],
  so2: [0, 125, 350, 550, 800, 1_600, 2_100, 2_630],
  o3: [0, 160, 200, 300, 400, 800, 1_000, 1_200],
  co: [0, 10_000, 30_000, 45_000, 60_000, 90_000, 120_000, 150_000],
}
const STEPS = [0, 50, 100, 150, 200, 300, 400, 500]
const DUST = ['pm2_5', 'pm10']

/** Hourly means of one station, and the VN_AQI they make. */
export interface AirIndex {
  add(values: Readonly<Record<string, number | undefined>>, at: number): void
  /** VN_AQI of the newest hour, if every mean were wrong by this many times its own error; null without dust. */
  value(errors: number): number | null
}

/**
 * Hourly VN_AQI by Decision 1459/QĐ-TCMT, written anew from its text, so that it can judge another reading of it.
 *
 * Dust is a NowCast over twelve hours, of which two of the newest three must be there; gases are the hour itself. The
 * running hour counts with what it has so far. An hour that is missing has no weight.
 *
 * `errorOf(n)` is the largest relative error of a mean of n readings.
 */
export function createAirIndex(errorOf: (n: number) => number): AirIndex {
  const sums = new Map<string, Map<number, { sum: number; n: number }>>()
  const known = new Map<number, number | null>()
  let newest = -Infinity

  function means(pollutant: string, errors: number): (number | undefined)[] {
    const hours = sums.get(pollutant)
    return Array.from({ length: 12 }, (_, back) => {
      const hour = hours?.get(newest - back)
      return hour && (hour.sum / hour.n) * (1 + errors * errorOf(hour.n))
    })
  }

  function compute(errors: number): number | null {
    const indices = Object.keys(TABLE).map((pollutant) => {
      const hours = means(pollutant, errors)
      const concentration = DUST.includes(pollutant) ? nowCast(hours) : hours[0]
      return { pollutant, index: concentration === undefined ? -1 : indexOf(TABLE[pollutant] ?? [], concentration) }
    })
    if (!indices.some(({ pollutant, index }) => DUST.includes(pollutant) && index >= 0)) return null
    return Math.round(Math.max(...indices.map(({ index }) => index)))
  }

  return {
    add(values, at) {
      known.clear()
      const hour = Math.floor(at / HOUR)
      newest = Math.max(newest, hour)
      for (const pollutant in TABLE) {
        const value = values[pollutant]
        if (value === undefined) continue
        const hours = sums.get(pollutant) ?? new Map<number, { sum: number; n: number }>()
        const before = hours.get(hour) ?? { sum: 0, n: 0 }
        hours.set(hour, { sum: before.sum + value, n: before.n + 1 })
        sums.set(pollutant, hours)
      }
    },
    value(errors) {
      const before = known.get(errors)
      if (before !== undefined) return before
      const value = compute(errors)
      known.set(errors, value)
      return value
    },
  }
}

function nowCast(hours: readonly (number | undefined)[]): number | undefined {
  const known = hours.filter((hour) => hour !== undefined)
  if (hours.slice(0, 3).filter((hour) => hour !== undefined).length < 2) return undefined
  const share = Math.min(...known) / Math.max(...known)
  const weight = share > 0.5 ? share : 0.5
  let upper = 0
  let lower = 0
  for (let back = hours.length - 1; back >= 0; back--) {
    const hour = hours[back]
    upper = upper * weight + (hour ?? 0)
    lower = lower * weight + (hour === undefined ? 0 : 1)
  }
  return upper / lower
}

function indexOf(begins: readonly number[], concentration: number): number {
  for (let step = 1; step < begins.length; step++) {
    const [from = 0, to = 0] = begins.slice(step - 1, step + 1)
    const [low = 0, high = 0] = STEPS.slice(step - 1, step + 1)
    if (concentration <= to) return low + ((high - low) * (concentration - from)) / (to - from)
  }
  return 500
}
