import type { DuckDBValue } from '@duckdb/node-api'
import type { Suspicion } from '@ioc/shared/anomaly'
import { datastreamId } from '@ioc/shared/ids'
import { createTurn } from '@ioc/shared/turn'
import type { SuspicionStore } from '../../ports/suspicion-store.js'
import type { Database } from './database.js'
import { inTransaction } from './transactions.js'

const PUT = `INSERT INTO suspicions VALUES ($1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), $4)
  ON CONFLICT (datastream, began) DO UPDATE SET ended = CAST($3 AS BIGINT), document = $4`
const FORGET = 'DELETE FROM suspicions WHERE ended <= $1'
const AFTER = `SELECT document FROM suspicions WHERE ended IS NULL OR ended > CAST($1 AS BIGINT) ORDER BY began, datastream`

/** Which datastreams were not believed, as documents in the embedded database. */
export async function openSuspicionStore(database: Database): Promise<SuspicionStore> {
  const connection = await database.connect()
  const inTurn = createTurn()
  const write = (sql: string, values: DuckDBValue[]) =>
    inTurn(() => database.write(() => inTransaction(connection, async () => void (await connection.run(sql, values)))))

  return {
    put(suspicion) {
      const { station, property, from, to } = suspicion
      const row = [datastreamId(station, property), String(from), to && String(to), JSON.stringify(suspicion)]
      return write(PUT, row)
    },
    forget: (before) => write(FORGET, [BigInt(before)]),
    async after(at) {
      const rows = await inTurn(async () => (await connection.runAndReadAll(AFTER, [String(at)])).getRowsJS())
      return rows.map(([document]) => JSON.parse(document as string) as Suspicion)
    },
  }
}
