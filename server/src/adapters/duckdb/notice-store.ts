import { listValue, type DuckDBConnection } from '@duckdb/node-api'
import type { Channel } from '@ioc/shared/channel'
import { createTurn } from '@ioc/shared/turn'
import type { ChannelHealth, Notice, NoticeStore, Told } from '../../ports/notices.js'
import type { Database } from './database.js'
import { inTransaction } from './transactions.js'

/** Channels, what waits for them and who was told what, as documents in the embedded database. */
export async function openNoticeStore(database: Database): Promise<NoticeStore & { close(): Promise<void> }> {
  const connection = await database.connect()
  const inTurn = createTurn()
  const write = (work: () => Promise<void>) => inTurn(() => database.write(() => inTransaction(connection, work)))
  const run = async (sql: string, values: (string | number)[]) => void (await connection.run(sql, values))

  async function rows(sql: string): Promise<unknown[][]> {
    return inTurn(async () => (await connection.runAndReadAll(sql)).getRowsJS())
  }

  return {
    async channels() {
      return (await rows('SELECT document, health FROM channels ORDER BY id')).map(([document, health]) => ({
        channel: JSON.parse(document as string) as Channel,
        health: health === null ? null : (JSON.parse(health as string) as ChannelHealth),
      }))
    },
    putChannel: (channel) =>
      write(async () => {
        const { id, escalation } = channel
        const sql = 'INSERT INTO channels (id, document) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET document = $2'
        await run(sql, [id, JSON.stringify(channel)])
        await run('DELETE FROM told WHERE channel = $1 AND step > $2', [id, escalation.length])
        await run('DELETE FROM notices WHERE channel = $1 AND step > $2', [id, escalation.length])
      }),
    removeChannel: (id) =>
      write(async () => {
        await run('DELETE FROM told WHERE channel = $1', [id])
        await run('DELETE FROM notices WHERE channel = $1', [id])
        await run('DELETE FROM channels WHERE id = $1', [id])
      }),
    putHealth: (channel, health) =>
      write(() => run('UPDATE channels SET health = $2 WHERE id = $1', [channel, JSON.stringify(health)])),
    async waiting() {
      return (await rows('SELECT document FROM notices ORDER BY time, id')).map(
        ([document]) => JSON.parse(document as string) as Notice,
      )
    },
    enqueue: (notice) =>
      write(() => {
        const { id, channel, step, at } = notice
        const sql = 'INSERT INTO notices VALUES ($1, $2, $3, CAST($4 AS BIGINT), $5)'
        return run(sql, [id, channel, step, String(at), JSON.stringify(notice)])
      }),
    settle: (notice, told) =>
      write(async () => {
        await run('DELETE FROM notices WHERE id = $1', [notice])
        await putTold(connection, told)
      }),
    async told() {
      return (await rows('SELECT document FROM told ORDER BY channel, step, alarm')).map(
        ([document]) => JSON.parse(document as string) as Told,
      )
    },
    forget: (alarms) =>
      write(
        async () =>
          void (await connection.run('DELETE FROM told WHERE alarm IN (SELECT unnest($1))', [listValue([...alarms])])),
      ),
    close: () => inTurn(() => connection.closeSync()),
  }
}

async function putTold(connection: DuckDBConnection, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return
  await connection.run('INSERT OR REPLACE INTO told SELECT unnest($1), unnest($2), unnest($3), unnest($4)', [
    listValue(told.map(({ channel }) => channel)),
    listValue(told.map(({ step }) => step)),
    listValue(told.map(({ alarm }) => alarm)),
    listValue(told.map((row) => JSON.stringify(row))),
  ])
}
