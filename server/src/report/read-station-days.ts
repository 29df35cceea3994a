import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, type EpochMs } from '@ioc/shared/time'
import type { Bucket, ObservationStore } from '../ports/observation-store.js'
import type { ReportDay } from './day.js'
import { readBuckets } from './read-hours.js'
import { judgeStationDay, type StationDay } from './station-day.js'

interface StationDaysOptions {
  store: Pick<ObservationStore, 'bucketsByStation'>
  stations: readonly Station[]
  /** Everything that is measured. */
  properties: readonly PropertyKey[]
  /** When what is known newest of a station was measured; null: it never measured anything. */
  newestAt: (station: StationId) => EpochMs | null
  day: ReportDay
}

/** Who measured nothing for so long before a day was not there when it began. */
const NEW_AFTER_MS = 30 * DAY

/**
 * How the data of every station was in the whole hours of a day; nothing before the first of them is over. A station
 * that was not there when the day began is judged from the first whole hour after its first report on, and not at all
 * before there is one: who first spoke after the day, or never did, was not silent in it.
 */
export async function readStationDays({
  store,
  stations,
  properties,
  newestAt,
  day,
}: StationDaysOptions): Promise<StationDay[]> {
  const { from, to } = day
  const hours = Math.floor((to - from) / HOUR)
  if (hours === 0) return []
  const asked = { store, properties, fn: 'count' } as const
  const byId = new Map(stations.map((station) => [station.id, station]))
  const judged = new Map(stations.map((station) => [station.id, judgeStationDay(station, [], { from, hours })]))
  const heard = new Set<StationId>()
  /** Those that said nothing when the day began, and when they first did. */
  const late = new Map<StationId, { first: number; counts: readonly Bucket[] }>()
  for await (const some of readBuckets({ ...asked, stations, from, to: from + hours * HOUR, everyMs: HOUR })) {
    for (const [id, counts] of some) {
      heard.add(id)
      judged.set(id, judgeStationDay(byId.get(id)!, counts, { from, hours }))
      const first = Math.floor((Math.min(...counts.map(({ at }) => at)) - from) / HOUR)
      if (first > 0) late.set(id, { first, counts })
    }
  }
  const notYet = new Set(stations.map(({ id }) => id).filter((id) => !heard.has(id) && !isBefore(newestAt(id), from)))
  const ids = [...late.keys(), ...notYet].map((id) => ({ id }))
  const before = { from: from - NEW_AFTER_MS, to: from, everyMs: DAY }
  for await (const some of readBuckets({ ...asked, ...before, stations: ids }))
    for (const id of some.keys()) {
      late.delete(id)
      notYet.delete(id)
    }
  for (const [id, { first, counts }] of late) {
    const whole = { from: from + (first + 1) * HOUR, hours: hours - first - 1 }
    if (whole.hours === 0) judged.delete(id)
    else judged.set(id, judgeStationDay(byId.get(id)!, counts, whole))
  }
  for (const id of notYet) judged.delete(id)
  return [...judged.values()]
}

function isBefore(at: EpochMs | null, moment: EpochMs): boolean {
  return at !== null && at < moment
}
