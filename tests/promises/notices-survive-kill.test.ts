import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { smallProvince } from '@ioc/server/stations/small-province.fixture'
import type { WireChannel } from '@ioc/shared/channel'
import { limitRule, stationOf } from '../alarm-room.js'
import { startServer, type ServerProcess } from '../server-process.js'
import { openReceiver } from '../webhook-receiver.js'

const PATIENT = { timeout: 20_000, interval: 50 }
const folder = mkdtempSync(join(tmpdir(), 'ioc-notices-killed-'))
const env = { IOC_PROVINCE: join(folder, 'province') }
const dataDir = join(folder, 'data')

beforeAll(() => {
  const files = smallProvince({
    'stations.json': ['A', 'B', 'C'].map((id) => stationOf(id, { lon: 1, lat: 1, reportIntervalS: 3_600 })),
    'rules.json': [limitRule('outage', 'voltage_l1')],
  })
  for (const [file, content] of files) {
    const path = join(env.IOC_PROVINCE, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  mkdirSync(dataDir)
})
afterAll(() => rmSync(folder, { recursive: true }))

const measure = (server: ServerProcess, station: string, value: number) =>
  server.api('observations', { method: 'POST', body: { station, observations: [{ values: { voltage_l1: value } }] } })

it('kill -9 loses no notice: one that was under way comes again under the same key, and none that arrived comes twice', async () => {
  const receiver = await openReceiver()
  receiver.answer.status = 0
  const told = () =>
    receiver.posted.flatMap(({ body }) => body.items.map(({ why, alarm }) => `${why} ${alarm.station}`))

  const first = await startServer({ dataDir, env })
  const url = `http://127.0.0.1:${receiver.port}/`
  await first.api('channels', { method: 'POST', body: { kind: 'webhook', name: 'SMS', url } })
  await measure(first, 'A', 20)
  await vi.waitFor(() => expect(told()).toEqual(['first A']), PATIENT)
  await measure(first, 'B', 20)
  await first.kill()

  receiver.answer.status = 204
  const second = await startServer({ dataDir, env })
  await vi.waitFor(() => expect(told().slice(0, 3)).toEqual(['first A', 'first A', 'first B']), PATIENT)
  const [before, after] = receiver.posted
  expect(after?.headers['idempotency-key']).toBe(before?.headers['idempotency-key'])
  expect(after?.text).toBe(before?.text)
  const arrived = async () => expect((await second.api<WireChannel[]>('channels'))[0]?.state.waiting).toBe(0)
  await vi.waitFor(arrived, PATIENT)
  await measure(second, 'A', 1)
  await second.kill()

  const third = await startServer({ dataDir, env })
  await vi.waitFor(() => expect(told()[3]).toBe('cleared A'), PATIENT)
  await third.stop()
  expect(told()).toHaveLength(4)
  await receiver.close()
})
