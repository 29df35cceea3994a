import { PROPERTY_KEY, STATION_ID, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import type { TableFault } from '../ports/station-table.js'
import { tableFault, type TableFaultCode } from './station-table-faults.js'

/** The columns of a table of stations; the first six must be there. Free facts are columns called `attr.NAME`. */
export const COLUMNS = [
  'id',
  'name',
  'kind',
  'lon',
  'lat',
  'area',
  'agency',
  'report_interval_s',
  'gateway',
  'properties',
  'simulated',
] as const
export const REQUIRED: readonly string[] = COLUMNS.slice(0, 6)
export const ATTRIBUTE = /^attr\.(.+)$/

/** How often a station reports where its row does not say. */
const USUAL_INTERVAL_S = 300
const KIND = /^[a-z][a-z0-9_-]{0,31}$/
const NUMBER = /^[-+]?\d+(\.\d+)?$/
/** A number that stays the same as text: `007` and `1.50` are names, not numbers. */
const PLAIN_NUMBER = /^-?(0|[1-9]\d*)(\.\d*[1-9])?$/

/**
 * Reads the cells of one row by column; faults of form are noted, of which the station returned is not to be kept.
 *
 * An empty cell is the same as no column.
 */
export function readStationRow(cells: ReadonlyMap<string, string>, row: number, faults: TableFault[]): Station {
  const fault = (code: TableFaultCode, column: string, values?: Record<string, string | number>) =>
    void faults.push(tableFault(code, row, column, values))

  function text(column: string, most: number, form?: RegExp): string {
    const cell = cells.get(column) ?? ''
    if (cell === '' && REQUIRED.includes(column)) fault('cell.empty', column)
    else if (cell.length > most) fault('cell.long', column, { most })
    else if (cell !== '' && form && !form.test(cell)) fault('cell.form', column, { form: form.source })
    return cell
  }

  function number(column: string, min: number, max: number, usual = 0): number {
    const cell = text(column, 40)
    if (cell === '') return usual
    const value = Number(cell)
    if (!NUMBER.test(cell)) fault('number.form', column)
    else if (value < min || value > max) fault('number.range', column, { min, max })
    return value
  }

  function keys(column: string): PropertyKey[] {
    const found = text(column, 2_000).split(/\s+/).filter(Boolean)
    if (!found.every((key) => PROPERTY_KEY.test(key))) fault('cell.form', column, { form: PROPERTY_KEY.source })
    return found as PropertyKey[]
  }

  const gateway = text('gateway', 64, STATION_ID)
  const properties = keys('properties')
  const simulated = text('simulated', 5).toLowerCase()
  if (!['', 'true', 'false'].includes(simulated)) fault('boolean.form', 'simulated')
  const attributes = attributesOf(cells)

  return {
    id: text('id', 64, STATION_ID) as StationId,
    name: text('name', 200),
    kind: text('kind', 32, KIND),
    lon: number('lon', -180, 180),
    lat: number('lat', -90, 90),
    area: text('area', 64),
    agency: text('agency', 200),
    reportIntervalS: number('report_interval_s', 1, 7 * 86_400, USUAL_INTERVAL_S),
    ...(gateway && { gateway }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
    ...(properties.length > 0 && { properties }),
    ...(simulated === 'true' && { simulated: true }),
  }
}

function attributesOf(cells: ReadonlyMap<string, string>): NonNullable<Station['attributes']> {
  const facts = [...cells].flatMap(([column, cell]) => {
    const name = ATTRIBUTE.exec(column)?.[1]
    return name === undefined || cell === '' ? [] : [[name, factOf(cell)] as const]
  })
  return Object.fromEntries(facts)
}

function factOf(cell: string): string | number | boolean {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  return PLAIN_NUMBER.test(cell) ? Number(cell) : cell
}
