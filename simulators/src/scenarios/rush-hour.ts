import { HOUR } from '@ioc/shared/time'
import { keyOf, uniform } from '../world/chance.js'
import type { Circumstance, Scenario } from '../world/scenario.js'
import type { Place } from '../world/site.js'
import { swell } from './ease.js'

const JAMMED = keyOf('jammed road')
const WORKS = keyOf('incident')
const CITY_KM = 16
/** Shares of a standing jam; at 0.7 a road has three tenths of its free speed left. */
const JAM = 0.83
const BLOCKED = 0.92
/** Hours after six in the morning. */
const MORNING = [0.6, 1.1, 2.1, 2.7] as const
const EVENING = [10.2, 10.8, 12.2, 13] as const
const INCIDENT_LASTS_H = 1

/**
 * The first day of school from six in the morning: most of the city's roads come to a stand in the morning and again in
 * the evening, and on a few roads an incident blocks a lane for an hour between the two.
 */
export const rushHour: Scenario = {
  name: 'rush-hour',
  summary: 'a day from 06:00: roads of the city come to a stand in the morning and the evening; incidents between',
  lastsH: 14,
  startsAtH: 6,
  modify: {
    traffic_density: (density, circumstance) =>
      density +
      Math.max(0, JAM - density) * rush(circumstance) +
      Math.max(0, BLOCKED - density) * blocked(circumstance),
  },
}

function rush({ seed, since, place }: Circumstance): number {
  const hours = since / HOUR
  if (hours < 0 || hours > 14 || Math.hypot(place.x, place.y) > CITY_KM) return 0
  if (draw(seed, JAMMED, place) > 0.6) return 0
  const early = 0.4 * draw(seed, JAMMED + 1, place)
  return Math.max(swell(hours + early, MORNING), swell(hours + early, EVENING))
}

/** One road in four has its incident, each at its own time between the rush hours. */
function blocked({ seed, since, place }: Circumstance): number {
  if (draw(seed, WORKS, place) > 1 / 4) return 0
  const from = 3.5 + 5 * draw(seed, WORKS + 1, place)
  return swell(since / HOUR, [from, from + 0.1, from + INCIDENT_LASTS_H, from + INCIDENT_LASTS_H + 0.4])
}

function draw(seed: number, key: number, { x, y }: Place): number {
  return uniform(seed, key ^ Math.round(x * 1_000), Math.round(y * 1_000) + 1_000_000)
}
