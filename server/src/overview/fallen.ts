import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Compared, WireRainfall } from '@ioc/shared/overview'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import type { Bucket, ObservationStore } from '../ports/observation-store.js'

/** What has fallen at a gauge, and in the twelve hours that ended a day before. */
export type Fallen = WireRainfall & { yesterday: number | null }

export const RAIN = 'rain' as PropertyKey
const HALF_DAY = 12 * HOUR
/** Asked for together: few enough that an answer of two days each holds nothing up. */
const GAUGES_AT_ONCE = 2_000

/** mm at each of these gauges until a moment, null where nothing good was measured. */
export async function readFallen(
  store: Pick<ObservationStore, 'bucketsByStation'>,
  gauges: readonly StationId[],
  at: EpochMs,
): Promise<Fallen[]> {
  const to = at + 1
  const fallen: Fallen[] = []
  for (let first = 0; first < gauges.length; first += GAUGES_AT_ONCE) {
    const some = gauges.slice(first, first + GAUGES_AT_ONCE)
    const within = async (end: EpochMs, ms: number) => {
      const query = { stations: some, properties: [RAIN], from: end - ms, to: end }
      const found = await store.bucketsByStation({ ...query, everyMs: DAY, fn: 'sum' })
      return (station: StationId) => total(found.get(station))
    }
    const [hour, halfDay, day] = [await within(to, HOUR), await within(to, HALF_DAY), await within(to, DAY)]
    const yesterday = await within(to - DAY, HALF_DAY)
    for (const station of some) {
      const sums = { hour: hour(station), halfDay: halfDay(station), day: day(station) }
      fallen.push({ station, ...sums, yesterday: yesterday(station) })
    }
  }
  return fallen
}

/** mm of twelve hours beside those of yesterday, by station. */
export function compareFallen(fallen: readonly Fallen[]): Map<string, Compared> {
  const known = fallen.flatMap(({ station, halfDay, yesterday }) =>
    halfDay === null ? [] : [[station, { value: halfDay, yesterday }] as const],
  )
  return new Map(known)
}

/** What is only doubted has not fallen. */
function total(buckets: readonly Bucket[] = []): number | null {
  const good = buckets.filter(({ quality }) => quality === 'good')
  return good.length > 0 ? good.reduce((sum, { value }) => sum + value, 0) : null
}
