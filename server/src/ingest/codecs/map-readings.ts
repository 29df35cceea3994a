import type { FieldMapping, Gateway, Route } from '@ioc/shared/gateway'
import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import { convert, isUnit } from '@ioc/shared/units'
import { brief, isReading, unreadable, type Decoded, type DeviceReading } from './device-reading.js'
import type { Element, Parsed, Unreadable } from './native.js'

export interface MappedReadings {
  /** By station, as `admit` takes them. */
  stations: Map<StationId, Parsed[]>
  /** What belongs to no station; it counts under the gateway. */
  refused: Unreadable[]
}

export type Properties = ReadonlyMap<string, Pick<ObservedProperty, 'unit'>>

type MutableElement = Element & { values: Record<string, unknown>; places: Record<string, number> }
type Meaning = { property: string; value: unknown } | Unreadable | null

/**
 * Says of each reading which station and property it is about, in the property's unit.
 *
 * Values of one station, time and quality make one element; a second value of the same property makes another, so
 * that none is lost. The unit that the payload says counts before the one of the mapping. Each value keeps the number of
 * its reading, which is the same however the gateway's mapping changes.
 */
export function mapReadings(
  decoded: readonly Decoded[],
  route: Route,
  gateway: Pick<Gateway, 'stations'>,
  properties: Properties,
): MappedReadings {
  const stations = new Map<StationId, Parsed[]>()
  const open = new Map<string, MutableElement>()
  const refused: Unreadable[] = []
  const stationOf = rememberStations(route, gateway)

  function add(station: StationId, parsed: Parsed): void {
    const parseds = stations.get(station)
    if (parseds) parseds.push(parsed)
    else stations.set(station, [parsed])
  }

  for (const [place, reading] of decoded.entries()) {
    if (!isReading(reading)) {
      refused.push({ ...reading, place: decoded.length === 1 ? null : place })
      continue
    }
    const station = stationOf(reading.device)
    if (typeof station !== 'string') {
      refused.push({ ...station, place })
      continue
    }
    const meaning = meaningOf(reading, route, properties)
    if (meaning === null) continue
    if (!('property' in meaning)) {
      add(station, { ...meaning, place })
      continue
    }
    const key = `${station}\n${reading.at}\n${reading.quality}`
    const element = open.get(key)
    if (element && !Object.hasOwn(element.values, meaning.property)) {
      element.values[meaning.property] = meaning.value
      element.places[meaning.property] = place
      continue
    }
    const values = { [meaning.property]: meaning.value }
    const begun: MutableElement = {
      at: reading.at,
      quality: reading.quality,
      seq: null,
      values,
      places: { [meaning.property]: place },
    }
    open.set(key, begun)
    add(station, begun)
  }
  return { stations, refused }
}

/** The stations behind a device; `below`: also behind everything below it, as a Sparkplug node has devices. */
export function stationsBehind(
  device: string,
  below: boolean,
  route: Route,
  gateway: Pick<Gateway, 'stations'>,
): StationId[] {
  const names = below ? Object.keys(route.devices).filter((name) => name.startsWith(`${device}/`)) : []
  const stations = [device, ...names].map(rememberStations(route, gateway))
  return [...new Set(stations.filter((station) => typeof station === 'string'))]
}

/** A message names few devices many times, and a gateway may speak for thousands of stations. */
function rememberStations(route: Route, { stations }: Pick<Gateway, 'stations'>) {
  const found = new Map<string, StationId | Unreadable>()

  function find(device: string): StationId | Unreadable {
    const mapped = Object.hasOwn(route.devices, device) ? route.devices[device] : undefined
    if (!mapped) return unreadable(`the gateway has no device "${brief(device)}"`, 'property.unknown')
    const station = stations.find((each) => each === mapped.station)
    return station ?? unreadable(`the gateway does not speak for ${mapped.station}`, 'topic.foreign')
  }

  return (device: string): StationId | Unreadable => {
    let station = found.get(device)
    if (station === undefined) found.set(device, (station = find(device)))
    return station
  }
}

/** Null: a field that is not wanted. */
function meaningOf(reading: DeviceReading, route: Route, properties: Properties): Meaning {
  const mapping = mappingOf(reading, route)
  if (mapping === null) return null
  const field = `field "${brief(reading.field)}" of "${brief(reading.device)}"`
  if (mapping === undefined) {
    return route.others === 'ignore' ? null : unreadable(`no property is mapped to the ${field}`, 'property.unknown')
  }
  const unit = properties.get(mapping.property)?.unit
  if (unit === undefined) return unreadable(`the ${field} is mapped to no property of ours`, 'property.unknown')
  const { value } = reading
  const word = mapping.values && (typeof value === 'boolean' || typeof value === 'string') ? String(value) : null
  if (word !== null && mapping.values && Object.hasOwn(mapping.values, word)) {
    return { property: mapping.property, value: mapping.values[word] }
  }
  if (typeof value !== 'number') return { property: mapping.property, value }
  const from = unitOf(reading, mapping) ?? unit
  const converted = convert(value, from, unit)
  if (converted === null) return unreadable(`the unit "${brief(from)}" of the ${field} does not become ${unit}`)
  return { property: mapping.property, value: converted }
}

function mappingOf({ device, field }: DeviceReading, route: Route): FieldMapping | undefined {
  for (const fields of [route.devices[device]?.fields, route.defaults?.fields]) {
    if (fields && Object.hasOwn(fields, field)) return fields[field]
  }
  return undefined
}

/** What the payload says, unless it says a word that is no unit and the mapping knows better. */
function unitOf({ unit }: DeviceReading, mapping: NonNullable<FieldMapping>): string | null {
  if (unit === null) return mapping.unit ?? null
  return isUnit(unit) ? unit : (mapping.unit ?? unit)
}
