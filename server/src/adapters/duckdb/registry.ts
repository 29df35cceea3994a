import { listValue, type DuckDBConnection } from '@duckdb/node-api'
import type { Gateway } from '@ioc/shared/gateway'
import type { Retention } from '@ioc/shared/retention'
import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import type { StationId } from '@ioc/shared/ids'
import { createTurn } from '@ioc/shared/turn'
import type { Registry } from '../../ports/registry.js'
import type { Database } from './database.js'
import { inTransaction } from './transactions.js'

type Table = 'stations' | 'gateways' | 'areas' | 'rules'

/** The living copy of the province, documents by id, in the embedded database. */
export async function openRegistry(database: Database): Promise<Registry & { close(): void }> {
  const connection = await database.connect()

  const inTurn = createTurn()
  /** One transaction. */
  const change = (work: () => Promise<void>) => inTurn(() => database.write(() => inTransaction(connection, work)))

  async function documents<T>(table: Table): Promise<T[]> {
    const reader = await connection.runAndReadAll(`SELECT document FROM ${table} ORDER BY id`)
    return reader.getRowsJS().map(([document]) => JSON.parse(document as string) as T)
  }

  return {
    async province() {
      const reader = await connection.runAndReadAll('SELECT id, version FROM province')
      const row = reader.getRowsJS()[0]
      return row ? { id: row[0] as string, version: Number(row[1]) } : null
    },
    seed: ({ id, version, stations, areas, rules }) =>
      change(async () => {
        await connection.run('INSERT INTO province VALUES ($1, $2)', [id, version])
        await insertAll(connection, 'stations', stations)
        await insertAll(connection, 'areas', areas)
        await insertAll(connection, 'rules', rules)
      }),
    stations: () => documents<Station>('stations'),
    async putStations(stations) {
      if (stations.length === 0) return
      const columns = [stations.map(({ id }) => id), stations.map((station) => JSON.stringify(station))]
      const sql = 'INSERT OR REPLACE INTO stations SELECT unnest($1), unnest($2)'
      await change(
        async () =>
          void (await connection.run(
            sql,
            columns.map((column) => listValue(column)),
          )),
      )
    },
    removeStation: (id) =>
      change(async () => {
        await connection.run('DELETE FROM device_secrets WHERE station = $1', [id])
        await connection.run('DELETE FROM stations WHERE id = $1', [id])
      }),
    gateways: () => documents<Gateway>('gateways'),
    putGateway: (gateway) =>
      change(async () => {
        await connection.run('INSERT OR REPLACE INTO gateways VALUES ($1, $2)', [gateway.id, JSON.stringify(gateway)])
      }),
    removeGateway: (id) =>
      change(async () => {
        await connection.run('DELETE FROM device_secrets WHERE station = $1', [id])
        await connection.run('DELETE FROM gateways WHERE id = $1', [id])
      }),
    areas: () => documents<Area>('areas'),
    rules: () => documents<Rule>('rules'),
    changeRules: (changes) =>
      change(async () => {
        for (const { id, version, at, by, rule } of changes) {
          const document = rule && JSON.stringify(rule)
          const note = [id, BigInt(version), BigInt(at), by, document]
          await connection.run('INSERT INTO rule_versions VALUES ($1, $2, $3, $4, $5)', note)
          if (document) await connection.run('INSERT OR REPLACE INTO rules VALUES ($1, $2)', [id, document])
          else await connection.run('DELETE FROM rules WHERE id = $1', [id])
        }
      }),
    async ruleVersions(id) {
      const sql = 'SELECT version, time, who, document FROM rule_versions WHERE id = $1 ORDER BY version'
      const reader = await connection.runAndReadAll(sql, [id])
      return reader.getRowsJS().map(([version, time, who, document]) => ({
        id,
        version: Number(version),
        at: Number(time),
        by: who as string,
        rule: document === null ? null : (JSON.parse(document as string) as Rule),
      }))
    },
    async retention() {
      const reader = await connection.runAndReadAll('SELECT document FROM retention')
      const [document] = reader.getRowsJS()[0] ?? []
      return document === undefined ? null : (JSON.parse(String(document)) as Retention)
    },
    putRetention: (retention) =>
      change(async () => {
        await connection.run('DELETE FROM retention')
        await connection.run('INSERT INTO retention VALUES ($1)', [JSON.stringify(retention)])
      }),
    async secrets() {
      const reader = await connection.runAndReadAll(
        'SELECT station, sha256, changed, old_sha256, old_until FROM device_secrets ORDER BY station',
      )
      return reader.getRowsJS().map(([station, sha256, changed, old, until]) => ({
        station: station as StationId,
        sha256: sha256 as string,
        changedAt: Number(changed),
        old: old === null ? null : { sha256: old as string, until: Number(until) },
      }))
    },
    async putSecrets(secrets) {
      if (secrets.length === 0) return
      const columns = [
        secrets.map(({ station }) => station),
        secrets.map(({ sha256 }) => sha256),
        secrets.map(({ changedAt }) => BigInt(changedAt)),
        secrets.map(({ old }) => old?.sha256 ?? ''),
        secrets.map(({ old }) => BigInt(old?.until ?? 0)),
      ]
      const sql = `INSERT OR REPLACE INTO device_secrets
        SELECT unnest($1), unnest($2), unnest($3), nullif(unnest($4), ''), nullif(unnest($5), 0)`
      await change(
        async () =>
          void (await connection.run(
            sql,
            columns.map((column) => listValue(column)),
          )),
      )
    },
    close: () => connection.closeSync(),
  }
}

async function insertAll(connection: DuckDBConnection, table: Table, documents: readonly { id: string }[]) {
  const insert = await connection.prepare(`INSERT INTO ${table} VALUES ($1, $2)`)
  for (const document of documents) {
    insert.bind([document.id, JSON.stringify(document)])
    await insert.run()
  }
  insert.destroySync()
}
