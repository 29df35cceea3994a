import type { StationId } from '@ioc/shared/ids'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Area, Station } from '@ioc/shared/station'
import { createTurn } from '@ioc/shared/turn'
import type { Shape } from '@ioc/shared/shape'
import { coded, type Fault } from '../errors.js'
import type { Registry, StationPatch } from '../ports/registry.js'
import type { StationTable, Table } from '../ports/station-table.js'
import { parseStationTable } from './parse-station-table.js'
import { stationFaults, stationWarnings } from './station-faults.js'

export interface Stations {
  /** The hot path of ingest: from memory, without a promise. */
  get(id: string): Station | undefined
  /** The same where there must be one; a coded error where there is none. */
  require(id: string): Station
  list(): Station[]
  /** All of them in no order, without a copy. */
  values(): Iterable<Station>
  areas(): readonly Area[]
  properties(): readonly ObservedProperty[]
  /** A new station; a known id is refused. */
  add(station: Station): Promise<Station>
  /** What adding the stations of this table would come to; nothing is kept. */
  tryTable(table: Table): StationTable
  /** Adds all stations of a table; with a fault none, and a coded error names them all. */
  addTable(table: Table): Promise<StationTable>
  patch(id: string, patch: StationPatch): Promise<Station>
  remove(id: string): Promise<void>
  /** What is odd about the station: a place outside its area. */
  warnings(station: Station): Fault[]
}

interface StationsOptions {
  registry: Registry
  properties: readonly ObservedProperty[]
  shapes: ReadonlyMap<string, Shape>
  /** Whether a gateway has this id: in the field a name stands for one of them only. */
  isGateway(id: string): boolean
  /** Called after each change is kept. */
  onChange(ids: readonly StationId[], what: 'kept' | 'removed'): void
}

/** The living copy of the stations: in memory to read, in the registry to survive. One change at a time. */
export async function createStations({
  registry,
  properties,
  shapes,
  isGateway,
  onChange,
}: StationsOptions): Promise<Stations> {
  const stations = new Map<string, Station>((await registry.stations()).map((station) => [station.id, station]))
  const known = { areas: await registry.areas(), shapes, properties }
  const inTurn = createTurn()

  function requireStation(id: string): Station {
    const station = stations.get(id)
    if (!station) throw coded('not-found', `there is no station "${id}"`)
    return station
  }

  async function keep(station: Station): Promise<Station> {
    const faults = stationFaults(station, known)
    if (faults.length > 0) throw coded('request.bad', 'the station refers to what does not exist', { faults })
    await keepAll([station])
    return station
  }

  async function keepAll(all: readonly Station[]): Promise<void> {
    await registry.putStations(all)
    for (const station of all) stations.set(station.id, station)
    onChange(
      all.map(({ id }) => id),
      'kept',
    )
  }

  function tryTable(table: Table): StationTable {
    return parseStationTable(table, { ...known, isStation: (id) => stations.has(id), isGateway })
  }

  return {
    get: (id) => stations.get(id),
    require: requireStation,
    values: () => stations.values(),
    list: () => [...stations.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    areas: () => known.areas,
    properties: () => properties,
    add(station) {
      return inTurn(() => {
        if (stations.has(station.id)) throw coded('station.exists', `there is a station "${station.id}" already`)
        if (isGateway(station.id)) throw coded('gateway.exists', `"${station.id}" is the name of a gateway`)
        return keep(station)
      })
    },
    tryTable,
    addTable(table) {
      return inTurn(async () => {
        const read = tryTable(table)
        const faults = read.faults.map(({ row, column, message }) => ({
          at: column === null ? `rows[${row}]` : `rows[${row}].${column}`,
          message: message.en,
        }))
        if (faults.length > 0) throw coded('stations.bad', `${faults.length} faults, nothing was added`, { faults })
        await keepAll(read.stations)
        return read
      })
    },
    patch: (id, patch) => inTurn(() => keep(patched(requireStation(id), patch))),
    remove(id) {
      return inTurn(async () => {
        const before = requireStation(id)
        await registry.removeStation(before.id)
        stations.delete(id)
        onChange([before.id], 'removed')
      })
    },
    warnings: (station) => stationWarnings(station, known),
  }
}

function patched(before: Station, patch: StationPatch): Station {
  const facts = Object.entries({ ...before, ...patch }).filter(([, fact]) => fact !== null && fact !== undefined)
  return Object.fromEntries(facts) as Station
}
