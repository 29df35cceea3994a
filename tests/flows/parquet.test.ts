import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type ServerProcess } from '../server-process.js'

const STATION = 'HUE-WL-05'
let server: ServerProcess
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-parquet-'))
  server = await startServer()
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function read(query: string, accept = '*/*') {
  const answer = await fetch(`${server.http}/api/v1/observations?station=${STATION}&${query}`, {
    headers: { cookie: server.cookie, accept },
  })
  const path = join(folder, 'answer.parquet')
  writeFileSync(path, Buffer.from(await answer.arrayBuffer()))
  const connection = await (await DuckDBInstance.create()).connect()
  const reader = await connection.runAndReadAll(
    `SELECT epoch_ms("at")::DOUBLE, value, quality FROM read_parquet('${path}') ORDER BY "at"`,
  )
  return { answer, rows: reader.getRowsJS() }
}

it('answers a Parquet file with every bit of what was measured', async () => {
  const start = Date.now() - 3_600_000
  const observations = Array.from({ length: 5_000 }, (_, i) => ({
    at: start + i * 100,
    values: { water_level: i / 7 - 1 },
    ...(i === 3 && { quality: 'calibrating' }),
  }))
  await server.api('observations', { method: 'POST', body: { station: STATION, observations } })
  const range = `property=water_level&from=${start}&to=${start + 500_000}`

  const { answer, rows } = await read(`${range}&format=parquet`)
  expect(answer.headers.get('content-type')).toBe('application/vnd.apache.parquet')
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="HUE-WL-05-water_level-.*\.parquet"$/,
  )
  expect(rows).toHaveLength(5_000)
  expect(rows.map(([at]) => at)).toEqual(observations.map(({ at }) => at))
  expect(rows.every(([, value], i) => Object.is(value, observations[i]!.values.water_level))).toBe(true)
  expect(rows.slice(2, 5).map(([, , quality]) => quality)).toEqual(['good', 'calibrating', 'good'])

  const hours = await read(`${range}&every=10m`, 'application/vnd.apache.parquet')
  expect(hours.rows).toHaveLength(
    (await server.api<unknown[]>(`observations?station=${STATION}&${range}&every=10m`)).length,
  )
  await expect.poll(() => readdirSync(join(server.dataDir, 'exports'))).toEqual([])
}, 60_000)

it('answers an empty file where there is nothing, and indices like measured values', async () => {
  expect((await read('property=water_level&from=0&to=1000&format=parquet')).rows).toEqual([])
  const levels = await server.api<unknown[]>(`observations?station=${STATION}&property=flood_level`)
  const { rows } = await read('property=flood_level&format=parquet')
  expect(rows.length).toBe(levels.length)
  expect(rows.length).toBeGreaterThan(0)
}, 60_000)
