import { HOUR } from '@ioc/shared/time'
import { keyOf, wander } from '../world/chance.js'
import type { Circumstance, Scenario } from '../world/scenario.js'
import { swell } from './ease.js'

const PATCHES = keyOf('haze patches')
/** What the still air gathers over the middle of the plain, µg/m³ of PM2.5. */
const GATHERED = 185
/** The hills beyond this stand above the lid, km from the sea. */
const UNDER_LID_KM = 34

/**
 * A winter high sits over the plain: no wind, no rain, a lid of warm air at night after night, and smoke that comes in
 * from the north. Fine dust gathers for a day and is swept out to sea within hours.
 *
 * VN_AQI passes Kém, Xấu and Rất xấu in the city, less far inland, and nothing in the mountains.
 */
export const haze: Scenario = {
  name: 'haze',
  summary: 'still air for a day and a half: PM2.5 builds up until VN_AQI is Rất xấu in the city',
  lastsH: 36,
  modify: {
    dust: (fine, circumstance) => fine + gathered(circumstance),
    rain: (mmPerHour, { since }) => mmPerHour * (1 - strength(since)),
    wind_speed: (ms, { since }) => ms * (1 - 0.6 * strength(since)),
    cloud: (cover, { since }) => cover * (1 - 0.5 * strength(since)),
  },
}

function strength(since: number): number {
  return swell(since / HOUR, [0, 18, 28, 34])
}

function gathered({ seed, since, place }: Circumstance): number {
  const now = strength(since)
  if (now === 0) return 0
  const plain = Math.max(0, 1 - (Math.max(0, place.inland - 6) / UNDER_LID_KM) ** 2)
  const drift = 1 + 0.12 * wander(seed, PATCHES, since + place.x * 240_000, 5 * HOUR)
  const city = 0.75 + 0.25 * Math.exp(-(place.x ** 2 + place.y ** 2) / 160)
  return GATHERED * now * plain * drift * city
}
