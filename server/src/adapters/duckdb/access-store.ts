import type { StationId } from '@ioc/shared/ids'
import type { Role } from '@ioc/shared/wire'
import type { AccessStore, AccessToken, BatchClaim, BatchKey } from '../../ports/access.js'
import type { Database } from './database.js'

/** People, sessions, tokens and the audit trail, in the embedded database. */
export async function openAccessStore(database: Database): Promise<AccessStore & { close(): void }> {
  const connection = await database.connect()

  async function rows(sql: string, values: (string | number)[] = []): Promise<Record<string, unknown>[]> {
    return (await connection.runAndReadAll(sql, values)).getRowObjectsJS()
  }

  const run = (sql: string, values: (string | bigint | boolean)[]) =>
    database.write(async () => void (await connection.run(sql, values)))

  return {
    async people() {
      return (await rows('SELECT * FROM people ORDER BY name')).map((row) => ({
        name: row.name as string,
        role: row.role as Role,
        passwordHash: row.password_hash as string,
        createdAt: Number(row.created),
      }))
    },
    async putPerson({ name, role, passwordHash, createdAt }) {
      const row = [name, role, passwordHash, BigInt(createdAt)]
      await run('INSERT OR REPLACE INTO people VALUES ($1, $2, $3, $4)', row)
    },
    async removePerson(name) {
      await run('DELETE FROM people WHERE name = $1', [name])
    },
    async tokens() {
      return (await rows('SELECT * FROM access_tokens ORDER BY created, id')).map((row) => ({
        id: row.id as string,
        kind: row.kind as AccessToken['kind'],
        name: row.name as string,
        role: row.role as Role,
        sha256: row.sha256 as string,
        createdAt: Number(row.created),
        expiresAt: Number(row.expires),
      }))
    },
    async putToken({ id, kind, name, role, sha256, createdAt, expiresAt }) {
      const row = [id, kind, name, role, sha256, BigInt(createdAt), BigInt(expiresAt)]
      await run('INSERT OR REPLACE INTO access_tokens VALUES ($1, $2, $3, $4, $5, $6, $7)', row)
    },
    async removeToken(id) {
      await run('DELETE FROM access_tokens WHERE id = $1', [id])
    },
    async batchKeys() {
      const claims = await rows('SELECT * FROM batch_claims ORDER BY time')
      return (await rows('SELECT document FROM batch_keys ORDER BY id')).map(({ document }) => {
        const key = JSON.parse(document as string) as BatchKey
        return { ...key, claims: claims.filter((claim) => claim.key === key.id).map(toClaim) }
      })
    },
    async putBatchKey(key) {
      const document = JSON.stringify({ ...key, claims: [] })
      await run('INSERT OR REPLACE INTO batch_keys VALUES ($1, $2)', [key.id, document])
    },
    async removeBatchKey(id) {
      await run('DELETE FROM batch_keys WHERE id = $1', [id])
      await run('DELETE FROM batch_claims WHERE key = $1', [id])
    },
    async putClaim(key, { station, at, address, freed }) {
      const row = [key, station, BigInt(at), address, freed]
      await run('INSERT OR REPLACE INTO batch_claims VALUES ($1, $2, $3, $4, $5)', row)
    },
    async removeClaim(key, station) {
      await run('DELETE FROM batch_claims WHERE key = $1 AND station = $2', [key, station])
    },
    async audit({ at, who, action, subject, detail }) {
      await run('INSERT INTO audit VALUES ($1, $2, $3, $4, $5)', [BigInt(at), who, action, subject, detail])
    },
    async auditTrail(limit) {
      return (await rows('SELECT * FROM audit ORDER BY time DESC, rowid DESC LIMIT $1', [limit])).map((row) => ({
        at: Number(row.time),
        who: row.who as string,
        action: row.action as string,
        subject: row.subject as string,
        detail: row.detail as string,
      }))
    },
    close: () => connection.closeSync(),
  }
}

function toClaim(row: Record<string, unknown>): BatchClaim {
  const { station, time, address, freed } = row
  return { station: station as StationId, at: Number(time), address: address as string, freed: freed === true }
}
