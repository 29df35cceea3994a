import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { HOUR } from '@ioc/shared/time'
import type { Bucket, ObservationStore } from '../ports/observation-store.js'
import type { ReportDay } from './day.js'
import { readHours } from './read-hours.js'
import { judgeStationDay, type StationDay } from './station-day.js'

interface StationDaysOptions {
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: readonly Station[]
  /** Everything that is measured. */
  properties: readonly PropertyKey[]
  day: ReportDay
}

/** How the data of every station was in the whole hours of a day; nothing before the first of them is over. */
export async function readStationDays({ store, stations, properties, day }: StationDaysOptions): Promise<StationDay[]> {
  const { from, to } = day
  const hours = Math.floor((to - from) / HOUR)
  const judged = new Map<StationId, StationDay>()
  if (hours === 0) return []
  const judge = (station: Station, counts: readonly Bucket[]) =>
    void judged.set(station.id, judgeStationDay(station, counts, { from, hours }))
  for (const station of stations) judge(station, [])
  const byId = new Map(stations.map((station) => [station.id, station]))
  for await (const some of readHours({ store, stations, properties, from, to: from + hours * HOUR, fn: 'count' })) {
    for (const [id, counts] of some) judge(byId.get(id)!, counts)
  }
  return [...judged.values()]
}
