import { stationSchema, type Station } from '@ioc/shared/station'
import type { Fault } from '../errors.js'
import { listFrom } from './province-list.js'
import type { ReadJson } from './province.js'
import { stationFaults, stationWarnings, type Known } from './station-faults.js'

/** The stations of the seed; one outside its area is a warning, not a fault. */
export function stationsFrom(read: ReadJson, known: Known, faults: Fault[], warnings: Fault[]): Station[] {
  const file = 'stations.json'
  const entries = listFrom(read, { file, schema: stationSchema, idOf: ({ id }) => id, idField: 'id' }, faults)
  return entries.map(({ value, at }) => {
    const station = value as Station
    const placed = ({ at: field, message }: Fault): Fault => ({ at: `${at}.${field}`, message })
    faults.push(...stationFaults(station, known).map(placed))
    warnings.push(...stationWarnings(station, known).map(placed))
    return station
  })
}
