import type { DuckDBConnection } from '@duckdb/node-api'
import type { Handover, ShiftNote, Standing } from '@ioc/shared/shift'
import { LATEST } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { ShiftStore } from '../../ports/shift-store.js'
import type { Database } from './database.js'
import { inTransaction } from './transactions.js'

type Value = Parameters<DuckDBConnection['run']>[1]

/** Notes and handovers of shifts, as documents in the embedded database. */
export async function openShiftStore(database: Database): Promise<ShiftStore> {
  const connection = await database.connect()
  const inTurn = createTurn()

  function write(sql: string, values: Value): Promise<void> {
    return inTurn(() =>
      database.write(() => inTransaction(connection, async () => void (await connection.run(sql, values)))),
    )
  }
  async function read<T>(sql: string, values: Value): Promise<T[]> {
    const rows = await inTurn(async () => (await connection.runAndReadAll(sql, values)).getRowsJS())
    return rows.map(([document]) => JSON.parse(document as string) as T)
  }

  return {
    notes: (from, to) =>
      read<ShiftNote>(
        'SELECT document FROM shift_notes WHERE time >= CAST($1 AS BIGINT) AND time < CAST($2 AS BIGINT) ORDER BY time, id',
        [String(from), String(to)],
      ),
    putNote: (note) =>
      write('INSERT INTO shift_notes VALUES ($1, CAST($2 AS BIGINT), $3)', [
        note.id,
        String(note.at),
        JSON.stringify(note),
      ]),
    handovers: (limit, before = LATEST) =>
      read<Handover>(
        `SELECT document FROM handovers WHERE time < CAST($1 AS BIGINT)
          ORDER BY time DESC, id LIMIT CAST($2 AS BIGINT)`,
        [String(before), String(limit)],
      ),
    async handover(id) {
      const whole = `json_object('handover', document::JSON, 'standing', standing::JSON)`
      const [found] = await read<{ handover: Handover; standing: Standing }>(
        `SELECT ${whole} FROM handovers WHERE id = $1`,
        [id],
      )
      return found
    },
    addHandover: (handover, standing) =>
      write('INSERT INTO handovers (id, time, document, standing) VALUES ($1, CAST($2 AS BIGINT), $3, $4)', [
        handover.id,
        String(handover.leaving.at),
        JSON.stringify(handover),
        JSON.stringify(standing),
      ]),
    signHandover: (handover) =>
      write('UPDATE handovers SET document = $2 WHERE id = $1', [handover.id, JSON.stringify(handover)]),
    removeHandover: (id) => write('DELETE FROM handovers WHERE id = $1', [id]),
  }
}
