import { DAY, HOUR } from '@ioc/shared/time'
import { hump, localHour, seasonal, sunshine } from './calendar.js'
import { keyOf, wander } from './chance.js'
import type { Field, Nature } from './nature.js'
import { rainRate } from './rain.js'
import type { Site } from './site.js'

export interface Weather {
  temperature: number
  humidity: number
  pressure: number
  wind_speed: number
  wind_direction: number
  /** 0 clear to 1 overcast. */
  cloud: number
}

/** Monthly normals of the coastal plain, January to December. */
const MEAN_CELSIUS = [20, 20.9, 23.1, 26.1, 28.3, 29.3, 29.4, 28.9, 27.1, 25.1, 23.2, 20.8]
const DAILY_SWING = [6, 6.5, 8, 9.5, 10, 10, 10.2, 9.5, 8, 6.3, 5.8, 5.5]
const MEAN_HUMIDITY = [89, 89, 87, 84, 79, 75, 73, 76, 84, 88, 89, 90]
const MEAN_HPA = [1017, 1016, 1013, 1010, 1007, 1004, 1004, 1004, 1007, 1011, 1014, 1017]
const MEAN_CLOUD = [0.8, 0.75, 0.65, 0.5, 0.5, 0.5, 0.45, 0.5, 0.65, 0.75, 0.8, 0.85]
/** Where the wind comes from: the north-west in winter, the south-west of the dry summer. */
const MEAN_FROM_DEG = [325, 320, 90, 100, 210, 225, 225, 225, 300, 320, 325, 325]

const TEMPERATURE = keyOf('temperature')
const PRESSURE = keyOf('pressure')
const CLOUD = keyOf('cloud')
const WIND = keyOf('wind')
const BREEZE = keyOf('breeze')

export function weatherAt(nature: Nature, site: Site, at: number): Weather {
  const { seed } = nature
  const cloud = clamp(
    nature.modify('cloud', seasonal(MEAN_CLOUD, at) + 0.3 * wander(seed, CLOUD, at, 1.3 * DAY), site, at),
    0,
    1,
  )
  const swing = seasonal(DAILY_SWING, at) * (1.25 - 0.6 * cloud)
  const temperature = nature.modify(
    'temperature',
    seasonal(MEAN_CELSIUS, at) +
      2 * wander(seed, TEMPERATURE, at, 3 * DAY) +
      0.4 * wander(seed, site.key, at, 2 * HOUR) +
      (swing / 2) * Math.cos((2 * Math.PI * (localHour(at) - 14)) / 24) +
      0.6 * site.urban -
      0.0062 * site.elevationM,
    site,
    at,
  )
  return { cloud, temperature, ...airAround(nature, site, at, temperature) }
}

export const weather: Field = {
  keys: ['temperature', 'humidity', 'pressure', 'wind_speed', 'wind_direction'],
  read: (nature, site, { at }) => {
    const { cloud: _, ...rest } = weatherAt(nature, site, at)
    return rest
  },
}

/** Warm air is drier, rain wets it, and the sea breeze comes up with the sun. */
function airAround(nature: Nature, site: Site, at: number, temperature: number) {
  const { seed } = nature
  const mmPerHour = rainRate(nature, site, at)
  const dry = 2.6 * (temperature + 0.0062 * site.elevationM - seasonal(MEAN_CELSIUS, at))
  const wet = 1 - Math.exp(-mmPerHour / 2)
  const humid = seasonal(MEAN_HUMIDITY, at) - dry
  const tide = 1.1 * Math.cos((4 * Math.PI * (localHour(at) - 10)) / 24)
  const calmWind =
    1.6 + 0.9 * wander(seed, WIND, at, 9 * HOUR) + 1.6 * sunshine(at) + 0.4 * wander(seed, site.key + 1, at, HOUR)
  const from = seasonalAngle(at) + 35 * wander(seed, BREEZE, at, 11 * HOUR) - 40 * hump(localHour(at), 14, 3)

  return {
    humidity: clamp(nature.modify('humidity', humid + (97 - humid) * wet * 0.7, site, at), 30, 100),
    pressure: nature.modify(
      'pressure',
      seasonal(MEAN_HPA, at) + tide + 3 * wander(seed, PRESSURE, at, 2.5 * DAY) - 0.115 * site.elevationM,
      site,
      at,
    ),
    wind_speed: Math.max(0.1, nature.modify('wind_speed', calmWind, site, at)),
    wind_direction: (from + 720) % 360,
  }
}

/** The mean of two directions is taken on the circle: between 320° and 90° lies the north, not the south. */
function seasonalAngle(at: number): number {
  const east = seasonal(EAST, at)
  const north = seasonal(NORTH, at)
  return (Math.atan2(east, north) * 180) / Math.PI
}

const EAST = MEAN_FROM_DEG.map((deg) => Math.sin((deg * Math.PI) / 180))
const NORTH = MEAN_FROM_DEG.map((deg) => Math.cos((deg * Math.PI) / 180))

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}
