import { groupOf } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'

/** How stations hang together. */
export interface Places {
  gatewayOf(station: Station): string | null
  /** The areas it stands in, the widest first. */
  areasOf(station: Station): readonly string[]
  /** The name of a group, by its `groupId`; null where there is no such gateway or area. */
  nameOf(group: StationId): string | null
}

/** By what stations say of themselves alone. */
export const OWN_PLACES: Places = {
  gatewayOf: (station) => station.gateway ?? null,
  areasOf: (station) => [station.area],
  nameOf: (group) => groupOf(group)?.id ?? null,
}
