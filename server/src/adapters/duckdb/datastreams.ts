import type { DuckDBConnection } from '@duckdb/node-api'
import { datastreamId, type DatastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'

/** A datastream as the database knows it: a small number, and its newest observation. */
export interface Row {
  n: number
  id: DatastreamId
  station: StationId
  property: PropertyKey
  newestAt: number
  newestValue: number
}

export interface Datastreams {
  get(id: DatastreamId): Row | undefined
  /** The row of this observation's datastream, made where it is new; a new one must be written with the next commit. */
  take(observation: Observation): Row
  byNumber(n: number): Row | undefined
  all(): Iterable<Row>
  /** An observation is on disk: is it the newest of its datastream? */
  saw(observation: Observation): void
  /** Made by `take` and not yet marked as written. */
  unwritten(): readonly Row[]
  written(): void
}

/** Every table names a datastream by number; this is the directory, in memory. Who is newest it is told by `saw`. */
export async function loadDatastreams(connection: DuckDBConnection): Promise<Datastreams> {
  const rows = new Map<DatastreamId, Row>()
  const byNumber: Row[] = []
  let fresh: Row[] = []

  function add(row: Row): Row {
    rows.set(row.id, row)
    byNumber[row.n] = row
    return row
  }

  const reader = await connection.runAndReadAll('SELECT id, station, property FROM datastreams')
  for (const [n, station, property] of reader.getRowsJS()) {
    const row = { n: Number(n), station: station as StationId, property: property as PropertyKey }
    add({ ...row, id: datastreamId(row.station, row.property), newestAt: -1, newestValue: Number.NaN })
  }

  return {
    get: (id) => rows.get(id),
    byNumber: (n) => byNumber[n],
    all: () => rows.values(),
    saw({ datastream, at, value }) {
      const row = rows.get(datastream) as Row
      if (at < row.newestAt) return
      row.newestAt = at
      row.newestValue = value
    },
    take({ datastream, station, property }) {
      const known = rows.get(datastream)
      if (known) return known
      const row = add({ n: byNumber.length, id: datastream, station, property, newestAt: -1, newestValue: Number.NaN })
      fresh.push(row)
      return row
    },
    unwritten: () => fresh,
    written() {
      fresh = []
    },
  }
}
