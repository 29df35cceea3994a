import type { DuckDBConnection } from '@duckdb/node-api'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { createNewestMarks, type NewestMarks } from './newest-marks.js'

/** A datastream as the database knows it: by a small number. */
export interface Row {
  n: number
  id: DatastreamId
  station: StationId
  property: PropertyKey
}

export interface Datastreams {
  get(id: DatastreamId): Row | undefined
  /** The number of this observation's datastream; a new one must be written with the next commit. */
  take(observation: Observation): number
  byNumber(n: number): Row | undefined
  all(): Iterable<Row>
  /** Who is newest of each is told to it from outside. */
  newest: NewestMarks
  /** Made by `take` and not yet marked as written. */
  unwritten(): readonly Row[]
  written(): void
}

/** Every table names a datastream by number; this is the directory, in memory. */
export async function loadDatastreams(connection: DuckDBConnection): Promise<Datastreams> {
  /** Apart from the rows, for each observation asks. */
  const numbers = new Map<DatastreamId, number>()
  const byNumber: Row[] = []
  let fresh: Row[] = []

  function add(row: Row): Row {
    numbers.set(row.id, row.n)
    byNumber[row.n] = row
    return row
  }

  const reader = await connection.runAndReadAll('SELECT id, station, property FROM datastreams')
  for (const [n, station, property] of reader.getRowsJS()) {
    const row = { n: Number(n), station: station as StationId, property: property as PropertyKey }
    add({ ...row, id: datastreamId(row.station, row.property) })
  }

  return {
    get: (id) => byNumber[numbers.get(id) ?? -1],
    byNumber: (n) => byNumber[n],
    all: () => byNumber.filter((row) => row !== undefined),
    newest: createNewestMarks(),
    take({ datastream, station, property }) {
      const known = numbers.get(datastream)
      if (known !== undefined) return known
      const row = add({ n: byNumber.length, id: datastream, station, property })
      fresh.push(row)
      return row.n
    },
    unwritten: () => fresh,
    written() {
      fresh = []
    },
  }
}
