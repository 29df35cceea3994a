import { BIGINT, listValue, VARCHAR, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import type { AlarmEvent } from '@ioc/shared/alarm'
import type { MaintenanceWindow } from '@ioc/shared/maintenance'
import { LATEST, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { AlarmFact, AlarmJournal, SavedCondition } from '../../ports/alarm-journal.js'
import { appendColumns } from './appending.js'
import type { Database } from './database.js'
import { inTransaction } from './transactions.js'

const EVENT_TYPES = [BIGINT, BIGINT, VARCHAR, BIGINT, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR, VARCHAR]

/** Events that change neither what is asked of an operator nor how an alarm stands. */
const QUIET: readonly AlarmFact['type'][] = ['updated', 'assigned', 'commented']

/** The columns of a fact, without its time. */
type Words = [
  AlarmFact['type'][],
  string[],
  string[],
  AlarmFact['station'][],
  AlarmFact['severity'][],
  AlarmFact['state'][],
]

/**
 * Keeps the journal in the embedded database.
 *
 * It writes and reads on connections of its own, so that a long read neither waits for a write nor sees half of one.
 * An event that is already there is not written twice: an append that failed after its commit may be repeated.
 */
export async function openAlarmJournal(database: Database): Promise<AlarmJournal & { close(): Promise<void> }> {
  const writer = await database.connect()
  const reader = await database.connect()
  const inTurn = createTurn()

  const write = (work: () => Promise<void>) => inTurn(() => database.write(() => inTransaction(writer, work)))

  async function rows(sql: string, values: DuckDBValue[] = []): Promise<Record<string, unknown>[]> {
    return (await reader.runAndReadAll(sql, values)).getRowObjectsJS()
  }

  async function events(sql: string, values: DuckDBValue[]): Promise<AlarmEvent[]> {
    return (await rows(sql, values)).map((row) => readEvent(row.document as string))
  }

  return {
    append: (batch, conditions) => write(() => appendAll(writer, batch, conditions)),
    events({ alarm, from, to }) {
      const sql = `SELECT document FROM alarm_events
        WHERE time >= $1 AND time < $2 AND ($3 IS NULL OR alarm = $3) ORDER BY seq`
      return events(sql, [instant(from ?? 0), instant(to), alarm ?? null])
    },
    async conditions() {
      const saved = await rows('SELECT key, state FROM alarm_conditions ORDER BY key')
      return saved.map(({ key, state }) => ({ key: key as string, state: state as string }))
    },
    open(asOf) {
      return events(lastOf('time <= $1', `arg_max(state, seq) <> 'cleared'`), [instant(asOf)])
    },
    last(alarms) {
      if (alarms.length === 0) return Promise.resolve([])
      return events(lastOf('alarm IN (SELECT unnest($1))'), [listValue([...alarms])])
    },
    raised(from, to) {
      return events(lastOf('raised_at >= $1 AND raised_at < $2'), [instant(from), instant(to)])
    },
    touched(since) {
      return events(lastOf('time >= $1'), [instant(since)])
    },
    facts: (from, to) => streamFacts(database, from, to),
    async lastSeq() {
      return Number((await rows('SELECT coalesce(max(seq), 0) AS seq FROM alarm_events'))[0]!.seq)
    },
    async windows() {
      const kept = await rows('SELECT document FROM maintenance ORDER BY number')
      return kept.map(({ document }) => JSON.parse(document as string) as MaintenanceWindow)
    },
    putWindow(window) {
      const sql = `INSERT INTO maintenance
        SELECT $1, (SELECT count(*) FROM maintenance), $2 ON CONFLICT (id) DO UPDATE SET document = $2`
      return write(async () => void (await writer.run(sql, [window.id, JSON.stringify(window)])))
    },
    close: () =>
      inTurn(() => {
        writer.closeSync()
        reader.closeSync()
      }),
  }
}

/** SQL: the last event of each occurrence. Which ones they are is found without a look at the documents of all. */
function lastOf(where: string, having = 'true'): string {
  return `SELECT document FROM alarm_events JOIN (
      SELECT max(seq) AS seq, min(raised_at) AS raised FROM alarm_events WHERE ${where} GROUP BY alarm HAVING ${having}
    ) USING (seq) ORDER BY raised, seq`
}

/** On a connection of its own, so that a long range delays nobody; nothing but the columns is read. */
async function* streamFacts(database: Database, from: EpochMs, to: EpochMs): AsyncGenerator<readonly AlarmFact[]> {
  const connection = await database.connect()
  try {
    const sql = `SELECT time::DOUBLE, type, alarm, rule, station, severity, state FROM alarm_events
      WHERE time >= $1 AND time < $2 AND ${QUIET.map((type) => `type <> '${type}'`).join(' AND ')} ORDER BY seq`
    const result = await connection.stream(sql, [instant(from), instant(to)])
    for (;;) {
      const chunk = await result.fetchChunk()
      if (!chunk || chunk.rowCount === 0) return
      const [at, ...words] = chunk.getColumns() as [number[], ...string[][]]
      const [type, alarm, rule, station, severity, state] = words as Words
      yield at.map((time, index) => ({
        at: time,
        type: type[index]!,
        alarm: alarm[index]!,
        rule: rule[index]!,
        station: station[index]!,
        severity: severity[index]!,
        state: state[index]!,
      }))
    }
  } finally {
    connection.closeSync()
  }
}

/** In a few statements however many there are: a flood is thousands of them in one moment. */
async function appendAll(
  connection: DuckDBConnection,
  events: readonly AlarmEvent[],
  conditions: readonly SavedCondition[],
): Promise<void> {
  const reader = await connection.runAndReadAll('SELECT coalesce(max(seq), 0) AS seq FROM alarm_events')
  const last = Number(reader.getRowObjectsJS()[0]!.seq)
  const fresh = events.filter(({ seq }) => seq > last)
  await appendColumns(connection, 'alarm_events', EVENT_TYPES, [
    fresh.map(({ seq }) => BigInt(seq)),
    fresh.map(({ at }) => BigInt(at)),
    fresh.map(({ alarm }) => alarm.id),
    fresh.map(({ alarm }) => BigInt(alarm.raisedAt)),
    fresh.map(({ alarm }) => alarm.state),
    fresh.map((event) => JSON.stringify(event)),
    fresh.map(({ type }) => type),
    fresh.map(({ alarm }) => alarm.rule),
    fresh.map(({ alarm }) => alarm.station),
    fresh.map(({ alarm }) => alarm.severity),
  ])
  // The last one of each key: the same key twice in one transaction is refused.
  const states = [...new Map(conditions.map(({ key, state }) => [key, state]))]
  const forgotten = states.flatMap(([key, state]) => (state === null ? [key] : []))
  const kept = states.flatMap(([key, state]) => (state === null ? [] : [[key, state] as const]))
  if (forgotten.length > 0) {
    const sql = 'DELETE FROM alarm_conditions WHERE key IN (SELECT unnest($1))'
    await connection.run(sql, [listValue(forgotten)])
  }
  if (kept.length > 0) {
    const sql = 'INSERT OR REPLACE INTO alarm_conditions SELECT unnest($1), unnest($2)'
    await connection.run(sql, [listValue(kept.map(([key]) => key)), listValue(kept.map(([, state]) => state))])
  }
}

/** Documents of older versions say less: an alarm of theirs was about one station, and nothing explained it. */
function readEvent(document: string): AlarmEvent {
  const event = JSON.parse(document) as AlarmEvent
  const { ack, severity } = event.alarm
  const added = { suppressedBy: null, outOfService: null, latch: false, agency: null, stations: null, early: null }
  return { ...event, alarm: { ...added, ...event.alarm, ack: ack && { ...ack, severity: ack.severity ?? severity } } }
}

function instant(at: EpochMs | undefined): bigint {
  return BigInt(Math.max(0, Math.min(Math.floor(at ?? LATEST), LATEST)))
}
