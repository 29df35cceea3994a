import { join } from 'node:path'
import { HOUR, MINUTE, parseTime, SECOND } from '@ioc/shared/time'
import { describe, expect, it } from 'vitest'
import { elements, folderOf, openBroker, replay, until } from './simulators-stage.js'

/** Five hours of minutes; every fiftieth row is empty, and every second has no temperature. */
const CSV = ['ts,pm25,temp', ...Array.from({ length: 300 }, (_, i) => rowOf(i))].join('\n')

function rowOf(i: number): string {
  const ts = new Date(Date.UTC(2018, 0, 1) + i * MINUTE).toISOString()
  return i % 50 === 49 ? `${ts},,` : `${ts},${i / 10},${i % 2 === 0 ? 20 : ''}`
}

describe('replay', () => {
  it('plays the history in large messages so that its end is now, and ends', async () => {
    const broker = await openBroker()
    const folder = await folderOf({ 'a.csv': CSV })
    const columns = ['--column', 'pm25:pm2_5', '--column', 'temp:temperature']
    const playedAt = Date.now()
    const playing = replay(broker.port, join(folder, 'a.csv'), '--station', 'HUE-AQ-03', ...columns, '--history-only')
    expect(await playing.code).toBe(0)

    const played = broker.reports().flatMap(elements)
    expect(played).toHaveLength(294)
    expect(broker.heard.every(({ topic }) => topic === 'ioc/v1/HUE-AQ-03/observations')).toBe(true)
    expect(broker.heard.length).toBeLessThan(8)
    expect(played[1]?.values).toEqual({ pm2_5: 0.1 })
    expect(played[2]?.values).toEqual({ pm2_5: 0.2, temperature: 20 })
    // The last row is empty, so the series ends with the one before it.
    const last = parseTime(played.at(-1)?.at) ?? 0
    expect(last - (parseTime(played[0]?.at) ?? 0)).toBe(298 * MINUTE)
    expect(last - playedAt).toBeGreaterThanOrEqual(0)
    expect(last - playedAt).toBeLessThan(10 * SECOND)
    expect(playing.told()).toContain('rows 300 · published 294 · acked 294 · skipped 6')
  })

  it('goes on in real time after the history, faster where asked, until it is interrupted', async () => {
    const broker = await openBroker()
    const folder = await folderOf({ 'a.csv': CSV })
    const args = ['--station', 'HUE-AQ-03', '--column', 'pm25:pm2_5', '--speed', '240']
    const playing = replay(broker.port, join(folder, 'a.csv'), ...args)
    await until(() => broker.reports().filter((heard) => elements(heard).length === 1).length >= 6)
    playing.stop()
    expect(await playing.code).toBe(0)
    const live = broker.reports().filter((heard) => elements(heard).length === 1)
    expect(live.slice(0, 3).map((heard) => elements(heard)[0]?.values)).toEqual([
      { pm2_5: 0 },
      { pm2_5: 0.1 },
      { pm2_5: 0.2 },
    ])
    for (const heard of live) {
      expect(Math.abs((parseTime(elements(heard)[0]?.at) ?? 0) - heard.at)).toBeLessThan(2 * SECOND)
    }
  })

  it('plays only the part of the file that was asked for', async () => {
    const broker = await openBroker()
    const folder = await folderOf({ 'a.csv': CSV })
    const part = ['--from', '2018-01-01T01:00:00Z', '--to', String(Date.UTC(2018, 0, 1) + 2 * HOUR)]
    const args = ['--station', 'HUE-AQ-03', '--column', 'pm25', '--property', 'pm2_5', '--history-only', ...part]
    expect(await replay(broker.port, join(folder, 'a.csv'), ...args).code).toBe(0)
    expect(
      broker
        .reports()
        .flatMap(elements)
        .map(({ values }) => values['pm2_5'])[0],
    ).toBe(6)
    expect(broker.reports().flatMap(elements)).toHaveLength(59)
  })
})
