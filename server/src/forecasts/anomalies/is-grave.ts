import { floodLevel } from '@ioc/shared/flood-level'
import type { PropertyKey } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { AQI_BANDS, AQI_POLLUTANTS, subIndex, type AqiScale } from '@ioc/shared/vn-aqi'

/** From "Kém" on people are warned of the air. */
const POOR = AQI_BANDS[2].min
const SCALES: Record<string, AqiScale[]> = Object.fromEntries(
  AQI_POLLUTANTS.map((pollutant) => [pollutant, pollutant === 'o3' ? ['o3_1h', 'o3_8h'] : [pollutant]]),
)

/**
 * Whether people are warned of such a value: a water level at or past báo động I of its gauge, a concentration that
 * alone would make the air "Kém" or worse.
 */
export function isGrave({ attributes }: Pick<Station, 'attributes'>, property: PropertyKey, value: number): boolean {
  if (property === 'water_level') return (floodLevel(value, attributes) ?? 0) > 0
  return SCALES[property]?.some((scale) => (subIndex(scale, value) ?? 0) >= POOR) ?? false
}
