import { HOUR, MINUTE } from '@ioc/shared/time'
import { keyOf, uniform, wander } from '../world/chance.js'
import type { Circumstance, Scenario } from '../world/scenario.js'
import { ease, swell } from './ease.js'

const BANDS = keyOf('typhoon bands')
const LINES = keyOf('fallen lines')
const LANDFALL_H = 12
const PEAK_MM_H = 52
const PEAK_WIND_MS = 34
const DEEPEST_HPA = 32
/** What the wind and the low pressure pile up at the open coast, m. */
const SURGE_M = 1.9
const SURGE_REACHES_KM = 14
/** Lines fall in one square of so many km out of three. */
const SQUARE_KM = 6
const REPAIRED_AFTER_H = 9

/**
 * A typhoon comes in from the sea: bands of rain for a day, the sea driven up the lagoon and the river mouths around
 * landfall, lines down in the worst of the wind, and then the flood that comes down from the mountains.
 */
export const typhoon: Scenario = {
  name: 'typhoon',
  summary: 'landfall after twelve hours: bands of rain, a surge at the coast, lines down, then the flood of the rivers',
  lastsH: 30,
  mainsOffMs({ seed, since, place }) {
    const square = (Math.floor(place.x / SQUARE_KM) + 512) * 1_024 + Math.floor(place.y / SQUARE_KM) + 512
    if (uniform(seed, LINES, square) > 1 / 3) return 0
    const hours = since / HOUR - LANDFALL_H + 2 - 4 * uniform(seed, LINES + 1, square)
    return hours > 0 && hours < REPAIRED_AFTER_H ? hours * HOUR : 0
  },
  modify: {
    rain: (mmPerHour, circumstance) => mmPerHour + bandRain(circumstance),
    surge: (metres, circumstance) => metres + surge(circumstance),
    cloud: (cover, { since }) => cover + (1 - cover) * strength(since),
    temperature: (celsius, { since }) => celsius - 3 * strength(since),
    humidity: (percent, { since }) => percent + (98 - percent) * strength(since),
    pressure: (hPa, { since }) => hPa - DEEPEST_HPA * near(since) ** 2,
    wind_speed: (ms, { since }) => ms + PEAK_WIND_MS * near(since) ** 1.5,
    traffic_density: (density, { since }) => density * (1 - 0.85 * strength(since)),
    load: (share, { since }) => share * (1 - 0.45 * strength(since)),
  },
}

/** The whole storm: from the first bands until the last have gone inland. */
function strength(since: number): number {
  return swell(since / HOUR, [1, 9, 15, 23])
}

/** Its core alone, about the landfall. */
function near(since: number): number {
  return ease(1 - Math.abs(since / HOUR - LANDFALL_H) / 9)
}

/** Bands that turn around the core: heavy rain and breaks between, heavier on the windward slopes. */
function bandRain({ seed, since, place }: Circumstance): number {
  const now = strength(since)
  if (now === 0) return 0
  const slopes = 0.55 + 0.45 * Math.min(1, place.inland / 25)
  const band = 0.75 + 0.45 * wander(seed, BANDS, since + (place.inland * 3 + place.x) * MINUTE, 0.8 * HOUR)
  return PEAK_MM_H * now * slopes * band
}

/** High at the coast around landfall, and less with every km up the rivers. */
function surge({ since, place }: Circumstance): number {
  return SURGE_M * near(since) * Math.max(0, 1 - place.inland / SURGE_REACHES_KM)
}
