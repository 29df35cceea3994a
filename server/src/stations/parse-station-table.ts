import type { Station } from '@ioc/shared/station'
import type { StationTable, Table, TableFault } from '../ports/station-table.js'
import { ATTRIBUTE, COLUMNS, readStationRow, REQUIRED } from './read-station-row.js'
import { stationFaults, stationWarnings, type Known } from './station-faults.js'
import { tableFault } from './station-table-faults.js'

/** What a table of stations is checked against. */
export interface TableKnown extends Known {
  isStation(id: string): boolean
  isGateway(id: string): boolean
}

const MOST_ROWS = 50_000

/** Turns a table into new stations, or names every fault in it by line and column. */
export function parseStationTable(table: Table, known: TableKnown): StationTable {
  const result: StationTable = { stations: [], faults: [], warnings: [] }
  if ('broken' in table) return { ...result, faults: [tableFault(table.broken, table.line, null)] }
  const { columns } = table
  const faults = headerFaults(columns)
  if (faults.length > 0) return { ...result, faults }
  if (table.rows.length === 0) return { ...result, faults: [tableFault('rows.none', 1, null)] }
  if (table.rows.length > MOST_ROWS) {
    return { ...result, faults: [tableFault('rows.too-many', 1, null, { most: MOST_ROWS })] }
  }

  const areas = new Map(known.areas.map(({ id, name }) => [id, name]))
  const lines = new Map<string, number>()
  for (const { line, cells } of table.rows) {
    if (cells.length !== columns.length) {
      const values = { cells: cells.length, columns: columns.length }
      result.faults.push(tableFault('row.cells', line, null, values))
      continue
    }
    const byColumn = new Map(columns.map((column, index) => [column, cells[index] as string]))
    const station = readStationRow(byColumn, line, result.faults)
    result.faults.push(...referenceFaults(station, line, known, lines))
    if (!lines.has(station.id)) lines.set(station.id, line)
    for (const _ of stationWarnings(station, known)) {
      const area = areas.get(station.area) ?? station.area
      result.warnings.push(tableFault('area.outside', line, 'area', { area }))
    }
    result.stations.push(station)
  }
  return result
}

function headerFaults(columns: readonly string[]): TableFault[] {
  const names: readonly string[] = COLUMNS
  const missing = REQUIRED.filter((column) => !columns.includes(column))
  const unknown = columns.filter((column) => !names.includes(column) && !ATTRIBUTE.test(column))
  const double = columns.filter((column, index) => columns.indexOf(column) !== index)
  return [
    ...missing.map((column) => tableFault('column.missing', 1, column, { column })),
    ...unknown.map((column) => tableFault('column.unknown', 1, column, { column })),
    ...double.map((column) => tableFault('column.double', 1, column, { column })),
  ]
}

/** What a row refers to that does not exist, or names that is taken. */
function referenceFaults(
  station: Station,
  line: number,
  known: TableKnown,
  lines: ReadonlyMap<string, number>,
): TableFault[] {
  const { id, area } = station
  const faults: TableFault[] = []
  const first = lines.get(id)
  if (id !== '' && first !== undefined) faults.push(tableFault('id.double', line, 'id', { id, line: first }))
  else if (known.isStation(id)) faults.push(tableFault('id.exists', line, 'id', { id }))
  else if (known.isGateway(id)) faults.push(tableFault('id.gateway', line, 'id', { id }))
  for (const { at } of stationFaults(station, known)) {
    const property = /^properties\[(\d+)\]$/.exec(at)?.[1]
    if (property !== undefined) {
      const key = station.properties?.[Number(property)] ?? ''
      faults.push(tableFault('property.unknown', line, 'properties', { property: key }))
    } else if (area !== '') faults.push(tableFault('area.unknown', line, 'area', { area }))
  }
  return faults
}
