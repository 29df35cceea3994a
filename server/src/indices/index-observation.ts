import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'

/** An index steps its rules as an observation would. */
export function indexObservation(
  station: StationId,
  key: string,
  { value, at }: { value: number; at: EpochMs },
  receivedAt: EpochMs,
): Observation {
  const property = key as PropertyKey
  const datastream = datastreamId(station, property)
  return { datastream, station, property, at, value, quality: 'good', receivedAt, timeSource: 'server' }
}
