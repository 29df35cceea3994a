import { HOUR, MINUTE } from '@ioc/shared/time'
import { keyOf, wander } from '../world/chance.js'
import type { Circumstance, Scenario } from '../world/scenario.js'
import { swell } from './ease.js'

const BANDS = keyOf('flood bands')
const PEAK_MM_H = 46
const RISE_H = 0.9
const FALL_FROM_H = 6
const OVER_H = 11

/**
 * A cold surge meets a tropical low over the mountains: seven hours of heavy rain, and every river over BĐ III.
 *
 * The rain counts from the scenario's own start, not from the calendar, so that the same seed gives the same storm on
 * whatever day it is asked for.
 */
export const flood: Scenario = {
  name: 'flood',
  summary: 'a storm from the first minute: rivers pass BĐ I, II and III within a few hours',
  lastsH: 16,
  modify: {
    rain: (mmPerHour, circumstance) => mmPerHour + stormRain(circumstance),
    cloud: (cover, circumstance) => cover + (1 - cover) * strength(circumstance.since),
    temperature: (celsius, circumstance) => celsius - 4 * strength(circumstance.since),
    humidity: (percent, circumstance) => percent + (98 - percent) * strength(circumstance.since),
    pressure: (hPa, circumstance) => hPa - 9 * strength(circumstance.since),
    wind_speed: (ms, circumstance) => ms * (1 + strength(circumstance.since)) + 6 * strength(circumstance.since),
    traffic_density: (density, circumstance) => density * (1 - 0.45 * strength(circumstance.since)),
  },
}

/** 0 before and after, 1 while it is at its worst. */
function strength(since: number): number {
  return swell(since / HOUR, [0, RISE_H, FALL_FROM_H, OVER_H])
}

/** Twice as heavy on the windward slopes as on the coast, in bands that drift inland. */
function stormRain({ seed, since, place }: Circumstance): number {
  const now = strength(since)
  if (now === 0) return 0
  const slopes = 0.5 + 0.5 * Math.min(1, place.inland / 25)
  const along = since + place.inland * 4 * MINUTE + place.x * MINUTE
  return PEAK_MM_H * now * slopes * (1 + 0.35 * wander(seed, BANDS, along, 0.7 * HOUR))
}
