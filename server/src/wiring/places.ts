import { groupOf } from '@ioc/shared/alarm'
import type { Gateway } from '@ioc/shared/gateway'
import type { Area, Station } from '@ioc/shared/station'
import type { Places } from '../alarms/places.js'

interface PlacesOptions {
  gateways: { get(id: string): Gateway | undefined; list(): readonly Gateway[] }
  stations: { list(): readonly Station[]; areas(): readonly Area[] }
}

/** How stations hang together: by the gateway that speaks for them, or that they name, and by commune and province. */
export function createPlaces({ gateways, stations }: PlacesOptions): Places {
  const areas = new Map(stations.areas().map((area) => [area.id, area]))
  const spokenFor = new WeakMap<Gateway, ReadonlySet<string>>()

  function speaksFor(gateway: Gateway, station: string): boolean {
    let known = spokenFor.get(gateway)
    if (!known) spokenFor.set(gateway, (known = new Set(gateway.stations)))
    return known.has(station)
  }

  return {
    gatewayOf({ id, gateway }) {
      return gateway ?? gateways.list().find((candidate) => speaksFor(candidate, id))?.id ?? null
    },
    areasOf(station) {
      const chain: string[] = []
      for (let area = areas.get(station.area); area && !chain.includes(area.id); area = areas.get(area.parent ?? '')) {
        chain.unshift(area.id)
      }
      return chain.length > 0 ? chain : [station.area]
    },
    nameOf(place) {
      const group = groupOf(place)
      if (!group) return null
      if (group.kind === 'area') return areas.get(group.id)?.name ?? null
      const isNamed = stations.list().some(({ gateway }) => gateway === group.id)
      return gateways.get(group.id)?.name ?? (isNamed ? group.id : null)
    },
  }
}
