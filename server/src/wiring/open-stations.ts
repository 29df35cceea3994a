import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Registry } from '../ports/registry.js'
import { createGateways, type Gateways } from '../stations/gateways.js'
import { openProvince } from '../stations/open-province.js'
import type { Province } from '../stations/province.js'
import { createStations, type Stations } from '../stations/stations.js'

interface StationsOptions {
  registry: Registry
  province: Province
  /** Called once the gateways know of it. */
  onStations: (ids: readonly StationId[], what: 'kept' | 'removed') => void
  onGatewayRemoved: (id: StationId) => void
  onGateways: () => void
}

interface OpenStations {
  stations: Stations
  gateways: Gateways
  properties: ReadonlyMap<string, ObservedProperty>
  /** The station or gateway of this id, where there is one. */
  known: (id: string) => StationId | null
}

/** Wires the stations and gateways of the province, as they have become since its seed. */
export async function openStations(options: StationsOptions): Promise<OpenStations> {
  const { registry, province, onStations, onGatewayRemoved, onGateways } = options
  await openProvince({ registry, province })
  const { properties, shapes } = province
  const stations = await createStations({
    registry,
    properties,
    shapes,
    isGateway: (id) => gateways.get(id) !== undefined,
    onChange(ids, what) {
      gateways.stationsChanged()
      onStations(ids, what)
    },
  })
  const gateways = await createGateways({
    registry,
    stations,
    properties,
    onRemoved: onGatewayRemoved,
    onChanged: onGateways,
  })
  return {
    stations,
    gateways,
    properties: new Map(properties.map((property) => [property.key, property])),
    known: (id) => (stations.get(id)?.id ?? gateways.get(id)?.id ?? null) as StationId | null,
  }
}
