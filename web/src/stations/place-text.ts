import type { WireStation } from '@ioc/shared/wire'

/** Where an alarm is: the station, and its commune unless the station's name says it already. */
export function placeText(station: WireStation, commune: string): string {
  return station.name.toLowerCase().includes(commune.toLowerCase()) ? station.name : `${station.name} · ${commune}`
}
