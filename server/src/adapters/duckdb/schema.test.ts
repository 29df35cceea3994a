import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { MIGRATIONS } from './schema.js'

const STANDING = { open: [{ id: 'a' }, { id: 'b' }], shelved: [], outOfService: [{ id: 'c' }], silent: ['S-1'] }
const old = (id: string) => ({ id, since: null, leaving: { by: 'lan', at: 1 }, taking: null, note: 'x' })

it('puts the standing of an old handover beside it, and counts in its place', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const step = MIGRATIONS.findIndex((sql) => sql.includes('ALTER TABLE handovers ADD COLUMN standing'))
  for (const sql of MIGRATIONS.slice(0, step)) await connection.run(sql)
  for (const id of ['h1', 'h2']) {
    const document = JSON.stringify({ ...old(id), standing: STANDING })
    await connection.run('INSERT INTO handovers VALUES ($1, 1, $2)', [id, document])
  }
  await connection.run(`BEGIN; ${MIGRATIONS[step]}; COMMIT`)

  const found = await connection.runAndReadAll('SELECT document, standing FROM handovers ORDER BY id')
  const rows = found.getRowsJS().map((row) => row.map((text) => JSON.parse(text as string) as unknown))
  const counts = { open: 2, shelved: 0, outOfService: 1, silent: 1 }
  expect(rows).toEqual(['h1', 'h2'].map((id) => [{ ...old(id), counts }, STANDING]))
  connection.closeSync()
  instance.closeSync()
})
