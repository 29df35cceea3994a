import { DAY, HOUR } from '@ioc/shared/time'
import { hump, localHour, seasonal, sunshine } from './calendar.js'
import { keyOf, wander } from './chance.js'
import type { Field, Nature } from './nature.js'
import { rainBetween } from './rain.js'
import type { Site } from './site.js'
import { trafficDensity } from './traffic.js'
import { weatherAt } from './weather.js'

const HAZE = keyOf('haze')
const DUST = keyOf('dust')
/** Fine dust of the plain without traffic or inversion, January to December. */
const BACKGROUND_PM2_5 = [20, 19, 18, 15, 12, 10, 9, 10, 12, 14, 17, 19]
/** How often the night lies under a lid of warm air, 0 to 1. */
const INVERSION = [1, 0.9, 0.7, 0.5, 0.35, 0.25, 0.25, 0.25, 0.35, 0.5, 0.8, 1]
const OZONE_SEASON = [0.6, 0.7, 0.85, 1, 1.1, 1.1, 1.05, 1, 0.85, 0.7, 0.6, 0.55]
const WASHED_BY_MM = 9

/** Everything scales with what is emitted and how well the air is mixed; rain of the last three hours washes dust out. */
export const air: Field = {
  keys: ['pm2_5', 'pm10', 'no2', 'so2', 'o3', 'co'],
  read(nature, site, { at }) {
    const { seed } = nature
    const cars = roadUse(nature, site, at)
    const emission = Math.max(0, nature.modify('emission', 1, site, at))
    const lid = underLid(at)
    const sky = weatherAt(nature, site, at)
    const stale = (emission * (1 + 0.45 * lid)) / (0.72 + 0.1 * sky.wind_speed)
    const dusty = 0.15 + 0.85 * Math.exp(-rainBetween(nature, site, at - 3 * HOUR, at) / WASHED_BY_MM)
    const days = 1 + 0.16 * wander(seed, HAZE, at, 1.5 * DAY) + 0.04 * wander(seed, site.key + 3, at, 2 * HOUR)

    const no2 = (7 + 46 * cars) * stale
    const fine = dusty * days * (0.9 + 0.1 * site.urban) * (seasonal(BACKGROUND_PM2_5, at) + 5 * cars) * stale
    const pm2_5 = Math.max(0, nature.modify('dust', fine, site, at))
    const ozone = 34 + 78 * seasonal(OZONE_SEASON, at) * sunshine(at - HOUR) * (1 - 0.5 * sky.cloud)
    return {
      pm2_5,
      pm10: 1.45 * pm2_5 + dusty * (7 + 9 * cars + 2 * wander(seed, DUST, at, 6 * HOUR)),
      no2,
      so2: (6 + 7 * cars + 3 * site.urban) * stale,
      o3: Math.max(8, ozone - 0.25 * no2),
      co: (320 + 950 * cars) * stale,
    }
  },
}

/** 0 on an empty road to about 1 in the city's rush hour; the same cars that the detectors count. */
function roadUse(nature: Nature, site: Site, at: number): number {
  return 2.1 * trafficDensity(nature, site, at)
}

/** Cool, still air before dawn and after dusk holds down what the day gave off. */
function underLid(at: number): number {
  const hour = localHour(at)
  return seasonal(INVERSION, at) * Math.max(hump(hour, 5, 3.5), 0.7 * hump(hour, 21.5, 3))
}
