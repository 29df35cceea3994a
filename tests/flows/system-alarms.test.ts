import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WireAlarm } from '@ioc/shared/wire'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestApp, type TestApp } from '../open-test-app.js'

const MB = 1024 * 1024
const GB = 1024 * MB
const TOPIC = 'ioc/v1/HUE-AQ-01/observations'
const PATIENT = { timeout: 20_000, interval: 20 }

let folder: string
const open: TestApp[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-system-'))
})
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A server on a disk of 100 GB with as much left as `disk` says. */
async function serve(disk: { freeBytes: number }): Promise<TestApp> {
  const readSpace = async () => ({ freeBytes: disk.freeBytes, totalBytes: 100 * GB })
  const test = await openTestApp({ dataDir: folder, overrides: { readSpace } })
  open.push(test)
  return test
}

async function alarmNow({ api }: TestApp): Promise<Partial<WireAlarm> | undefined> {
  const all = await api<WireAlarm[]>('alarms')
  expect(all.length).toBeLessThanOrEqual(1)
  return all[0]
}

describe('a disk that fills up', () => {
  it('raises an alarm that worsens, then nothing is acknowledged, and with room again all of it is on disk', async () => {
    const disk = { freeBytes: 50 * GB }
    const test = await serve(disk)
    const device = await test.device('HUE-AQ-01')
    await test.pass(30)
    expect(await alarmNow(test)).toBeUndefined()

    disk.freeBytes = 9.5 * GB
    await test.pass(20)
    const first = await alarmNow(test)
    expect(first).toMatchObject({ rule: 'system-disk', station: 'ioc', severity: 'medium', state: 'unacknowledged' })
    expect(first?.message?.vi).toContain('9,5 GB')
    expect(first?.message?.en).toContain('9.5 GB')

    disk.freeBytes = 100 * MB
    await test.pass(6)
    expect(await alarmNow(test)).toMatchObject({ id: first?.id, severity: 'critical' })
    await device.publishAsync(TOPIC, '{"values": {"temperature": 20}}', { qos: 1 })

    disk.freeBytes = 60 * MB
    await test.pass(2)
    let acknowledged = false
    const last = device.publishAsync(TOPIC, '{"values": {"temperature": 21}}', { qos: 1 })
    void last.then(() => (acknowledged = true))
    await vi.waitFor(async () => {
      await test.pass(5)
      const rules = (await test.api<WireAlarm[]>('alarms')).map(({ rule, severity }) => ({ rule, severity }))
      expect(rules).toContainEqual({ rule: 'system-store', severity: 'critical' })
    }, PATIENT)
    expect(acknowledged).toBe(false)

    disk.freeBytes = 50 * GB
    await test.pass(5)
    await last
    await test.pass(90)
    const after = await test.api<WireAlarm[]>('alarms')
    expect(after.map(({ state }) => state)).toEqual(['returned', 'returned'])
    const rows = await test.api<{ value: number }[]>('observations?station=HUE-AQ-01&property=temperature')
    expect(rows.map(({ value }) => value)).toEqual([20, 21])
  })

  it('goes on over a restart as the same alarm, and ends when somebody has seen that it is over', async () => {
    const disk = { freeBytes: 5 * GB }
    const before = await serve(disk)
    await before.pass(20)
    const raised = await alarmNow(before)
    await before.close()
    open.splice(0)

    const test = await serve(disk)
    await test.pass(30)
    const standing = await alarmNow(test)
    expect(standing).toMatchObject({ id: raised?.id, state: 'unacknowledged' })
    const story = await test.api<{ type: string }[]>(`alarms/${raised?.id}/events`)
    expect(story.map(({ type }) => type)).toEqual(['raised'])

    await test.api(`alarms/${raised?.id}/ack`, { method: 'POST', body: { note: 'disk ordered' } })
    disk.freeBytes = 50 * GB
    await test.pass(90)
    expect(await alarmNow(test)).toBeUndefined()
  })
})

describe('the name of the IOC itself', () => {
  it('is given to no station', async () => {
    const test = await serve({ freeBytes: 50 * GB })
    const station = { name: 'x', kind: 'air', lon: 107.5, lat: 16.4, area: '19774', agency: '', reportIntervalS: 60 }
    await expect(test.api('stations', { method: 'POST', body: { id: 'ioc', ...station } })).rejects.toThrow(/: 400 /)
  })
})
