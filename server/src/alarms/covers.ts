import { groupOf, type Alarm } from '@ioc/shared/alarm'
import type { MaintenanceWindow } from '@ioc/shared/maintenance'
import type { EpochMs } from '@ioc/shared/time'

/** Where a station stands, as far as a window cares. */
export interface Place {
  /** Every area it is in, wide and narrow. */
  areas: readonly string[]
  gateway: string | null
}

/** Whether work is going on. */
export function isOpen({ from, to }: Pick<MaintenanceWindow, 'from' | 'to'>, now: EpochMs): boolean {
  return from <= now && now < to
}

/** Whether a window is about this alarm; about a group only where all of its stations, or its gateway, are worked on. */
export function covers(
  window: MaintenanceWindow,
  { rule, station, stations }: Pick<Alarm, 'rule' | 'station' | 'stations'>,
  placeOf: (station: string) => Place | undefined,
): boolean {
  if (window.rules.length > 0 && !window.rules.includes(rule)) return false
  const group = groupOf(station)
  if (group?.kind === 'gateway' && group.id === window.gateway) return true
  if (group?.kind === 'area' && window.areas.includes(group.id)) return true
  const concerned = stations ?? [station]
  return concerned.length > 0 && concerned.every((id) => isWorkedOn(window, id, placeOf(id)))
}

function isWorkedOn({ stations, areas, gateway }: MaintenanceWindow, id: string, place: Place | undefined): boolean {
  if (stations.includes(id)) return true
  return (
    place !== undefined &&
    (place.areas.some((area) => areas.includes(area)) || (gateway !== null && place.gateway === gateway))
  )
}
