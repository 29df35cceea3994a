import { BIGINT, LIST, VARCHAR, listValue, type DuckDBConnection, type DuckDBResultReader } from '@duckdb/node-api'
import type { StationId } from '@ioc/shared/ids'
import type { RejectionReason } from '@ioc/shared/observation'
import type { EpochMs } from '@ioc/shared/time'
import type { Rejected, RejectionChoice, StoredRejection, Tally } from '../../ports/observation-store.js'
import { inTransaction } from './transactions.js'

/** The most rejections kept for one station. */
const KEPT_A_STATION = 1_000
/** The most bytes of payloads in one answer. */
const MOST_ANSWERED = 32 * 1024 * 1024

/** The highest number that a rejection ever had; 0 where there was none. */
export async function readLastRejection(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(`
    SELECT coalesce(max(id), 0)::DOUBLE FROM (SELECT id FROM rejections UNION ALL SELECT id FROM rejection_marks)`)
  return Number(reader.getRowsJS()[0]?.[0])
}

/** Puts one row a station in the place of the many that commits have appended, and drops the oldest rejections. */
export async function tidyLedger(connection: DuckDBConnection): Promise<void> {
  await inTransaction(connection, async () => {
    await connection.run(`
      CREATE OR REPLACE TEMP TABLE summed AS
      SELECT station, sum(received) AS received, sum(stored) AS stored, sum(duplicate) AS duplicate,
        sum(corrected) AS corrected, sum(bytes) AS bytes, least(sum(missed), 9e15::BIGINT) AS missed, max(last_seen) AS last_seen
      FROM ledger GROUP BY station;
      DELETE FROM ledger;
      INSERT INTO ledger SELECT * FROM summed;
      CREATE OR REPLACE TEMP TABLE summed_rejected AS
      SELECT station, reason, sum(n) AS n FROM ledger_rejected GROUP BY station, reason HAVING sum(n) <> 0;
      DELETE FROM ledger_rejected;
      INSERT INTO ledger_rejected SELECT * FROM summed_rejected;
      DELETE FROM rejection_marks WHERE id < (SELECT max(id) FROM rejection_marks);
      DELETE FROM rejections WHERE id IN (
        SELECT id FROM rejections QUALIFY row_number() OVER (PARTITION BY station ORDER BY id DESC) > ${KEPT_A_STATION})`)
  })
}

export async function readTallies(connection: DuckDBConnection): Promise<Tally[]> {
  const reasons = new Map<string, Tally['rejected']>()
  const rejected = await connection.runAndReadAll(
    'SELECT station, reason, sum(n)::DOUBLE FROM ledger_rejected GROUP BY station, reason HAVING sum(n) <> 0',
  )
  for (const [station, reason, n] of rejected.getRowsJS()) {
    const of = reasons.get(String(station)) ?? {}
    of[reason as RejectionReason] = Number(n)
    reasons.set(String(station), of)
  }
  const reader = await connection.runAndReadAll(`
    SELECT station, sum(received)::DOUBLE, sum(stored)::DOUBLE, sum(duplicate)::DOUBLE, sum(corrected)::DOUBLE,
      sum(bytes)::DOUBLE, sum(missed)::DOUBLE, max(last_seen)::DOUBLE
    FROM ledger GROUP BY station ORDER BY station`)
  return reader.getRowsJS().map(([station, received, stored, duplicate, corrected, bytes, missed, lastSeen]) => ({
    station: station as StationId,
    received: Number(received),
    stored: Number(stored),
    duplicate: Number(duplicate),
    corrected: Number(corrected),
    rejected: reasons.get(String(station)) ?? {},
    bytes: Number(bytes),
    missed: Number(missed),
    lastSeen: Number(lastSeen),
  }))
}

const COLUMNS =
  'id::DOUBLE, time::DOUBLE, station, topic, reason, detail, payload, sender, count::DOUBLE, places, whole'

export async function readRejections(
  connection: DuckDBConnection,
  { limit, before, ...choice }: RejectionChoice & { limit: number; before?: string | undefined },
): Promise<StoredRejection[]> {
  const older = before === undefined ? '' : `AND id < ${BigInt(before)}`
  // The ids and sizes first: payloads are fetched for those alone that are answered.
  const newest = `SELECT id, sum(octet_length(payload)) OVER (ORDER BY id DESC) AS bytes FROM rejections
    WHERE ${CHOSEN} ${older} ORDER BY id DESC LIMIT ${Math.max(0, Math.floor(limit))}`
  const sql = `SELECT ${COLUMNS} FROM rejections
    WHERE id IN (SELECT id FROM (${newest}) WHERE bytes <= ${MOST_ANSWERED}) ORDER BY id DESC`
  return toRejections(await connection.runAndReadAll(sql, ...chosen(choice)))
}

export async function readRejectionIds(connection: DuckDBConnection, choice: RejectionChoice): Promise<string[]> {
  const sql = `SELECT id::VARCHAR FROM rejections WHERE ${CHOSEN} ORDER BY id`
  const reader = await connection.runAndReadAll(sql, ...chosen(choice))
  return reader.getRowsJS().map(([id]) => String(id))
}

export async function readRejected(connection: DuckDBConnection, from: EpochMs, to: EpochMs): Promise<Rejected[]> {
  const sql = `SELECT station, reason, sum(count)::DOUBLE FROM rejections
    WHERE time >= $1 AND time < $2 GROUP BY station, reason ORDER BY station, reason`
  const reader = await connection.runAndReadAll(sql, [BigInt(from), BigInt(to)])
  return reader.getRowsJS().map(([station, reason, count]) => ({
    station: station as StationId,
    reason: reason as RejectionReason,
    count: Number(count),
  }))
}

export async function readRejectionsById(
  connection: DuckDBConnection,
  ids: readonly string[],
): Promise<StoredRejection[]> {
  const numbers = ids.filter((id) => /^\d{1,15}$/.test(id)).map(BigInt)
  const sql = `SELECT ${COLUMNS} FROM rejections WHERE id IN (SELECT unnest($1)) ORDER BY id`
  return toRejections(await connection.runAndReadAll(sql, [listValue(numbers)], [LIST(BIGINT)]))
}

const CHOSEN = '($1 IS NULL OR station = $1) AND ($2 IS NULL OR reason = $2)'

function chosen({ station, reason }: RejectionChoice) {
  return [
    [station ?? null, reason ?? null],
    [VARCHAR, VARCHAR],
  ] as const satisfies [(string | null)[], unknown[]]
}

function toRejections(reader: DuckDBResultReader): StoredRejection[] {
  return reader.getRows().map(([id, at, station, topic, reason, detail, payload, sender, count, places, whole]) => ({
    id: String(id),
    at: Number(at),
    station: station as StationId,
    topic: String(topic),
    reason: reason as RejectionReason,
    detail: String(detail),
    payload: Buffer.from((payload as { bytes: Uint8Array }).bytes),
    sender: sender as StationId,
    count: Number(count),
    places: places === null ? null : String(places),
    whole: whole === true,
  }))
}
