import { HOUR } from '@ioc/shared/time'
import { basinOf } from './basins.js'
import { localHour, seasonal, sunshine } from './calendar.js'
import { keyOf, uniform, wander } from './chance.js'
import type { Field, Nature } from './nature.js'
import { runoff } from './runoff.js'
import { numberOr, type Site } from './site.js'
import { weatherAt } from './weather.js'

const SWELL = keyOf('swell')
/** How full the rivers are before any rain, 0 to 1, January to December. */
const WETNESS = [0.7, 0.6, 0.45, 0.35, 0.35, 0.3, 0.25, 0.25, 0.4, 0.7, 0.9, 0.85]
/** How far the reservoirs are drawn down below their normal level, m: empty for the floods, full for the dry season. */
const DRAWDOWN_M = [1, 1.5, 2.5, 4, 5, 7, 8.5, 9.5, 9, 7, 4, 1.5]
const RIVER_DELAY_H = 0.9
const RESERVOIR_DELAY_H = 7
/** Runoff that brings a river to BĐ III, mm/h. */
const RUNOFF_AT_BD3 = 24
const MOON_H = 12.42

export const river: Field = {
  keys: ['water_level', 'discharge', 'water_temperature', 'ph', 'dissolved_oxygen', 'turbidity', 'salinity'],
  read(nature, site, { at }) {
    const basin = basinOf(site.station)
    const swollen = runoff(nature, basin, RIVER_DELAY_H, at - travelMs(site))
    const full = numberOr(site.station.attributes?.['mndbt'], Number.NaN)
    return {
      water_level: Number.isNaN(full) ? riverLevel(nature, site, at, swollen) : reservoirLevel(nature, site, full, at),
      discharge: basin.catchment.length * (12 * seasonal(WETNESS, at) + 75 * swollen),
      ...quality(nature, site, at, swollen),
    }
  },
}

/** The river between its low water and BĐ III follows the runoff; above it the valley is wide and it rises slower. */
function riverLevel(nature: Nature, site: Site, at: number, swollen: number): number {
  const bd1 = numberOr(site.station.attributes?.['bd1'], 1)
  const bd3 = numberOr(site.station.attributes?.['bd3'], bd1 * 3)
  const low = bd1 * (0.2 + 0.25 * seasonal(WETNESS, at))
  const share = swollen / RUNOFF_AT_BD3
  const rise = share <= 1 ? share ** 0.85 : 1 + 0.5 * (share - 1)
  const sea = Math.max(0, 1 - site.inland / 30)
  const tide = sea * 0.12 * Math.min(1, bd1) * Math.sin((2 * Math.PI * at) / (MOON_H * HOUR))
  const surge = nature.modify('surge', 0, site, at)
  return low + (bd3 - low) * rise + tide + surge + 0.01 * wander(nature.seed, SWELL ^ site.key, at, HOUR / 2)
}

/** A reservoir takes the flood up and lets it go over the spillway once it is full. */
function reservoirLevel(nature: Nature, site: Site, full: number, at: number): number {
  const size = uniform(nature.seed, site.key, 13)
  const before = full - (0.7 + 0.5 * size) * seasonal(DRAWDOWN_M, at)
  const wanted = before + (0.45 + 0.25 * size) * runoff(nature, basinOf(site.station), RESERVOIR_DELAY_H, at)
  return wanted <= full ? wanted : full + 1.2 * (1 - Math.exp(-(wanted - full) / 3))
}

/** A flood comes down from the hills and passes the mouth later. */
function travelMs(site: Site): number {
  return Math.max(0, 1 - site.inland / 40) * 1.3 * HOUR
}

/** Floods are muddy, fresh and cool; the sun feeds the algae, which feed the oxygen. */
function quality(nature: Nature, site: Site, at: number, swollen: number) {
  const flushed = 1 - Math.exp(-swollen / 4)
  const { temperature } = weatherAt(nature, site, at - 3 * HOUR)
  const mouth = Math.max(0, 1 - site.inland / 12)
  return {
    water_temperature: 24 + 0.55 * (temperature - 24) - 1.5 * flushed,
    ph: 7.3 + 0.15 * sunshine(at) - 0.4 * flushed + 0.1 * wander(nature.seed, SWELL + 1, at, 20 * HOUR),
    dissolved_oxygen: 6.4 + 0.9 * sunshine(at - 2 * HOUR) + 0.5 * flushed - 0.05 * (temperature - 24),
    turbidity: 12 + 380 * flushed ** 1.5 + 2 * wander(nature.seed, SWELL + 2, at, 5 * HOUR),
    salinity: mouth * (1 - 0.95 * flushed) * (9 + 4 * Math.sin((2 * Math.PI * localHour(at)) / MOON_H)),
  }
}
