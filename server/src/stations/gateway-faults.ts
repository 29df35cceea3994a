import type { FieldMapping, Gateway } from '@ioc/shared/gateway'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Station } from '@ioc/shared/station'
import { convert } from '@ioc/shared/units'
import type { Fault } from '../errors.js'

interface Known {
  stations: { get(id: string): Station | undefined }
  properties: readonly ObservedProperty[]
}

/** What a gateway of the right form refers to that does not exist. */
export function gatewayFaults(gateway: Gateway, { stations, properties }: Known): Fault[] {
  const units = new Map<string, string>(properties.map(({ key, unit }) => [key, unit]))
  const faults: Fault[] = []
  for (const [index, id] of gateway.stations.entries()) {
    if (!stations.get(id)) faults.push({ at: `stations[${index}]`, message: `there is no station "${id}"` })
  }
  for (const [index, { devices, defaults }] of gateway.routes.entries()) {
    const at = `routes[${index}]`
    faults.push(...fieldFaults(defaults?.fields, `${at}.defaults.fields`, units))
    for (const [name, { fields }] of Object.entries(devices)) {
      faults.push(...fieldFaults(fields, `${at}.devices.${name}.fields`, units))
    }
  }
  return faults
}

function fieldFaults(
  fields: Record<string, FieldMapping> | undefined,
  at: string,
  units: ReadonlyMap<string, string>,
): Fault[] {
  return Object.entries(fields ?? {}).flatMap(([name, mapping]) => {
    if (mapping === null) return []
    const unit = units.get(mapping.property)
    const place = `${at}.${name}`
    if (unit === undefined) return [{ at: place, message: `there is no property "${mapping.property}"` }]
    if (mapping.unit === undefined || convert(1, mapping.unit, unit) !== null) return []
    return [{ at: place, message: `the unit "${mapping.unit}" does not become ${unit}` }]
  })
}
