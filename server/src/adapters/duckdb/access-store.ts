import type { Role } from '@ioc/shared/wire'
import type { AccessStore, AccessToken } from '../../ports.js'
import type { Database } from './database.js'

/** People, sessions, tokens and the audit trail, in the embedded database. */
export async function openAccessStore(database: Database): Promise<AccessStore & { close(): void }> {
  const connection = await database.connect()

  async function rows(sql: string, values: (string | number)[] = []): Promise<Record<string, unknown>[]> {
    return (await connection.runAndReadAll(sql, values)).getRowObjectsJS()
  }

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
      await connection.run('INSERT OR REPLACE INTO people VALUES ($1, $2, $3, $4)', row)
    },
    async removePerson(name) {
      await connection.run('DELETE FROM people WHERE name = $1', [name])
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
      await connection.run('INSERT OR REPLACE INTO access_tokens VALUES ($1, $2, $3, $4, $5, $6, $7)', row)
    },
    async removeToken(id) {
      await connection.run('DELETE FROM access_tokens WHERE id = $1', [id])
    },
    async audit({ at, who, action, subject, detail }) {
      await connection.run('INSERT INTO audit VALUES ($1, $2, $3, $4, $5)', [BigInt(at), who, action, subject, detail])
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
